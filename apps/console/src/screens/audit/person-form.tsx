import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError } from '../../api/api-error.js';
import { type ErasurePreview, type PersonNamed, useErasurePreview } from '../../api/audit-removal.js';
import { useConnections } from '../../api/connections.js';
import { Allowed } from '../../auth/allowed.js';
import { Failed } from '../../components/failed.js';
import { t } from '../../texts/en.js';

const texts = t.audit.erase;

interface PersonFormProps {
  given: { connection: string; resourceId: string; userName: string };
  onFound: (person: PersonNamed, preview: ErasurePreview) => void;
}

/** Who is to be erased. */
export function PersonForm({ given, onFound }: PersonFormProps) {
  const connections = useConnections(true).data ?? [];
  const look = useErasurePreview();
  const form = useForm({
    initialValues: given,
    validate: {
      connection: (value) => (value === '' ? texts.connectionMissing : null),
      userName: (value, { resourceId }) => ((value.trim() === '') === (resourceId.trim() === '') ? texts.oneOf : null),
    },
  });

  async function submit({ connection, resourceId, userName }: typeof given): Promise<void> {
    const id = resourceId.trim();
    const person: PersonNamed = { connection, ...(id === '' ? { userName: userName.trim() } : { resourceId: id }) };
    try {
      onFound(person, await look.mutateAsync(person));
    } catch {
      // The form shows it.
    }
  }

  function choose(resourceId: string): void {
    form.setValues({ resourceId, userName: '' });
    void submit({ ...form.values, resourceId, userName: '' });
  }

  const several = idsOf(look.error);
  const isKnown = connections.some(({ id }) => id === form.values.connection);
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Select
          label={texts.connection}
          searchable
          data={[
            ...connections.map(({ id, name }) => ({ value: id, label: name })),
            // One that is gone may have entries still.
            ...(isKnown || form.values.connection === ''
              ? []
              : [{ value: form.values.connection, label: form.values.connection }]),
          ]}
          {...form.getInputProps('connection')}
          value={form.values.connection === '' ? null : form.values.connection}
          onChange={(value) => form.setFieldValue('connection', value ?? '')}
        />
        <TextInput label={texts.who} description={texts.whoHint} maxLength={512} {...form.getInputProps('userName')} />
        <TextInput
          label={texts.byId}
          description={texts.byIdHint}
          maxLength={512}
          {...form.getInputProps('resourceId')}
        />
        {several.length > 0 ? (
          <div role="alert">
            <Text size="sm" fw={600} mb="xs">
              {texts.several}
            </Text>
            <Stack gap="xs">
              {several.map((id) => (
                <Group key={id} gap="sm">
                  <Button size="compact-sm" variant="default" onClick={() => choose(id)}>
                    {texts.choose}
                  </Button>
                  <code>{id}</code>
                </Group>
              ))}
            </Stack>
          </div>
        ) : (
          look.error && <Failed error={look.error} title={t.common.failed.refused} />
        )}
        <Group>
          <Allowed needs="administrator">
            <Button type="submit" loading={look.isPending}>
              {texts.preview}
            </Button>
          </Allowed>
        </Group>
      </Stack>
    </form>
  );
}

/** The SCIM ids of all who had the user name. */
function idsOf(error: unknown): string[] {
  if (!(error instanceof ApiError) || typeof error.body !== 'object' || error.body === null) return [];
  const { ids } = error.body as { ids?: unknown };
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}
