import { Select } from '@mantine/core';
import { useConnections } from '../api/connections.js';
import { t } from '../texts/en.js';

interface ConnectionSelectProps {
  value: string | null;
  onChange: (connection: string | null) => void;
}

/** One identity provider, or all of them; nothing where there is no choice. */
export function ConnectionSelect({ value, onChange }: ConnectionSelectProps) {
  const { data } = useConnections(true);
  if (data === undefined || (data.length < 2 && value === null)) return null;
  return (
    <Select
      aria-label={t.people.list.connection}
      placeholder={t.people.list.everyConnection}
      data={data.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      clearable
      clearButtonProps={{ 'aria-label': t.people.list.everyConnection }}
      searchable={data.length > 8}
    />
  );
}

/** As a connection is called; its id while that isn't known. */
export function ConnectionName({ id }: { id: string }) {
  const { data } = useConnections(true);
  return <>{data?.find((connection) => connection.id === id)?.name ?? id}</>;
}
