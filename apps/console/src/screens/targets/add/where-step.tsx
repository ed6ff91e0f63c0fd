import { Button, Group, PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useEffect } from 'react';
import { useConnections } from '../../../api/connections.js';
import { Failed } from '../../../components/failed.js';
import { t } from '../../../texts/en.js';
import type { SiteForm } from './site-form.js';

const texts = t.targets.make;

interface WhereStepProps {
  form: UseFormReturnType<SiteForm>;
  onBack: () => void;
  onNext: () => void;
}

/** Address, user, application password, and whose users the site gets. */
export function WhereStep({ form, onBack, onNext }: WhereStepProps) {
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <Stack gap="md" maw={560}>
        <TextInput
          label={texts.address}
          description={texts.addressHint}
          type="url"
          placeholder="https://blog.example.org"
          autoComplete="off"
          {...form.getInputProps('siteUrl')}
        />
        <TextInput
          label={texts.user}
          description={texts.userHint}
          autoComplete="off"
          spellCheck={false}
          {...form.getInputProps('username')}
        />
        <PasswordInput
          label={texts.password}
          description={texts.passwordHint}
          autoComplete="new-password"
          {...form.getInputProps('applicationPassword')}
        />
        <ConnectionSelect {...form.getInputProps('connection')} />
        <Group justify="space-between">
          <Button variant="default" onClick={onBack}>
            {texts.back}
          </Button>
          <Button type="submit">{texts.next}</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ConnectionSelectProps {
  value?: string;
  onChange?: (connection: string) => void;
  error?: React.ReactNode;
  readOnly?: boolean;
}

/** Whose users a site gets. The only connection there is needn't be chosen. */
export function ConnectionSelect({ value = '', onChange, error, readOnly = false }: ConnectionSelectProps) {
  const { data, error: failure, refetch } = useConnections();
  const only = data?.length === 1 ? data[0]?.id : undefined;
  useEffect(() => {
    if (value === '' && only !== undefined) onChange?.(only);
    // The form's own function is another one each time.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [only, value]);
  const choices = (data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const every = { value: '*', label: texts.every };
  if (failure !== null && data === undefined) return <Failed error={failure} onRetry={() => void refetch()} />;
  return (
    <Select
      label={texts.connection}
      description={texts.connectionHint}
      data={[...choices, every]}
      value={value === '' ? null : value}
      onChange={(chosen) => chosen !== null && onChange?.(chosen)}
      allowDeselect={false}
      error={error}
      readOnly={readOnly}
    />
  );
}
