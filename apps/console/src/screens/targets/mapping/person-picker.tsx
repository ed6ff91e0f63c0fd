import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { t } from '../../../texts/en.js';
import { useDraft } from '../draft/draft-context.js';
import { type Person, usePeopleSearch, useSomePeople } from './use-preview.js';

const texts = t.targetSettings.preview;

interface PersonPickerProps {
  value: string | undefined;
  onChange: (scimId: string) => void;
}

/** The real person for whom the draft is shown. */
export function PersonPicker({ value, onChange }: PersonPickerProps) {
  const { target } = useDraft();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<Person>();
  const some = useSomePeople(target.connection);
  const found = usePeopleSearch(target.connection, search === chosen?.userName ? '' : search);
  const people = useMemo(() => {
    const all = [...(chosen ? [chosen] : []), ...(found.data ?? []), ...(some.data ?? [])];
    return [...new Map(all.map((person) => [person.scimId, person])).values()];
  }, [chosen, found.data, some.data]);
  return (
    <Select
      label={texts.person}
      placeholder={texts.personHint}
      data={people.map(({ scimId, userName }) => ({ value: scimId, label: userName }))}
      value={value ?? null}
      onChange={(scimId) => {
        if (scimId === null) return;
        setChosen(people.find((person) => person.scimId === scimId));
        onChange(scimId);
      }}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={texts.nobody}
      limit={50}
      allowDeselect={false}
      size="sm"
    />
  );
}
