import { Button, Group, JsonInput, NumberInput, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type Connection, useUpdateConnection } from '../../api/connections.js';
import { usePresets } from '../../api/presets.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { Failed } from '../../components/failed.js';
import { useFailure } from '../../components/use-failure.js';
import { t } from '../../texts/en.js';
import { changedSettings, type SettingsForm, settingsForm, schemasOf } from './settings-form.js';

const texts = t.setup.settings;

/** What an operator decides of a connection; only what was changed is sent. */
export function SettingsPart({ connection }: { connection: Connection }) {
  const update = useUpdateConnection(connection.id);
  const presets = usePresets();
  const [failure, setFailure] = useFailure();
  const [made, setMade] = useState(() => settingsForm(connection));
  const aList = (text: string): string | null => (schemasOf(text) === null ? texts.notAList : null);
  const form = useForm<SettingsForm>({
    initialValues: made,
    validate: {
      name: (value) => (value.trim() === '' ? t.setup.make.nameMissing : null),
      userSchemas: aList,
      groupSchemas: aList,
    },
  });
  const providers = presets.data?.map(({ id, name }) => ({ value: id, label: name }));

  async function submit(values: SettingsForm): Promise<void> {
    setFailure(undefined);
    const changes = changedSettings(values, made);
    if (Object.keys(changes).length === 0) {
      notifications.show({ message: texts.nothing, color: 'gray' });
      return;
    }
    try {
      const saved = settingsForm(await update.mutateAsync(changes));
      setMade(saved);
      form.setInitialValues(saved);
      form.setValues(saved);
      notifications.show({ message: t.common.saved, color: 'green' });
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md" maw={760}>
        <Panel title={texts.general}>
          <Stack gap="md">
            <TextInput label={texts.name} maxLength={100} {...form.getInputProps('name')} />
            <TextInput label={texts.id} description={texts.idHint} value={connection.id} readOnly variant="filled" />
            <Select
              label={texts.preset}
              description={texts.presetHint}
              searchable
              allowDeselect={false}
              data={providers ?? [{ value: connection.preset, label: connection.guide.name }]}
              {...form.getInputProps('preset')}
            />
          </Stack>
        </Panel>
        <Panel title={texts.behaviour}>
          <Stack gap="lg">
            <Switch
              label={texts.strict}
              description={texts.strictHint}
              {...form.getInputProps('strict', { type: 'checkbox' })}
            />
            <Radio.Group label={texts.answer} {...form.getInputProps('mode')}>
              <Stack gap="xs" mt={6}>
                <Radio value="accepted" label={texts.answers.accepted} description={texts.answers.acceptedHint} />
                <Radio value="applied" label={texts.answers.applied} description={texts.answers.appliedHint} />
              </Stack>
            </Radio.Group>
            {form.values.mode === 'applied' && (
              <NumberInput
                label={texts.timeout}
                min={1}
                max={25}
                allowDecimal={false}
                maw={260}
                {...form.getInputProps('timeoutSeconds')}
              />
            )}
            <Switch
              label={texts.passwordSync}
              description={texts.passwordSyncHint}
              {...form.getInputProps('passwordSync', { type: 'checkbox' })}
            />
            <NumberInput
              label={texts.rateLimit}
              description={texts.rateLimitHint}
              min={0}
              max={100_000}
              allowDecimal={false}
              maw={420}
              {...form.getInputProps('rateLimit')}
            />
          </Stack>
        </Panel>
        <Panel title={texts.schemas}>
          <Text size="sm" c="dimmed" mb="sm">
            {texts.schemasHint}
          </Text>
          <Stack gap="md">
            <Schemas label={texts.userSchemas} {...form.getInputProps('userSchemas')} />
            <Schemas label={texts.groupSchemas} {...form.getInputProps('groupSchemas')} />
          </Stack>
        </Panel>
        {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
        <Group>
          <Allowed needs="administrator">
            <Button type="submit" loading={form.submitting} disabled={connection.archived !== null || !form.isDirty()}>
              {texts.save}
            </Button>
          </Allowed>
        </Group>
      </Stack>
    </form>
  );
}

function Schemas(props: { label: string; value?: string; onChange?: (value: string) => void }) {
  return <JsonInput autosize minRows={2} maxRows={18} formatOnBlur spellCheck={false} {...props} />;
}
