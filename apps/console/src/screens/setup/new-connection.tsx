import { Anchor, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { messageOf } from '../../api/api-error.js';
import { useCreateConnection, useCreateToken } from '../../api/connections.js';
import { type Preset, usePresets } from '../../api/presets.js';
import { Page } from '../../app/page.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { Failed } from '../../components/failed.js';
import { IconSearch } from '../../components/icons.js';
import { Loading } from '../../components/loading.js';
import { useFailure } from '../../components/use-failure.js';
import { t } from '../../texts/en.js';
import { keepFreshToken } from './fresh-tokens.js';
import { matchingPresets } from './matching-presets.js';
import classes from './new-connection.module.css';

const texts = t.setup.make;

/** `/setup/new`: which identity provider, and what it is called here. */
export function NewConnection() {
  const presets = usePresets();
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      above={
        <Anchor component={Link} to="/setup">
          {t.setup.title}
        </Anchor>
      }
    >
      <Panel>
        {presets.data ? (
          <Form presets={presets.data} />
        ) : presets.error ? (
          <Failed error={presets.error} onRetry={() => void presets.refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </Panel>
    </Page>
  );
}

function Form({ presets }: { presets: Preset[] }) {
  const navigate = useNavigate();
  const create = useCreateConnection();
  const makeToken = useCreateToken();
  const [failure, setFailure] = useFailure();
  const form = useForm({
    initialValues: { preset: '', name: '' },
    validate: {
      preset: (value) => (value === '' ? texts.choose : null),
      name: (value) => (value.trim() === '' ? texts.nameMissing : null),
    },
  });

  function choose(id: string): void {
    const before = presets.find((preset) => preset.id === form.values.preset);
    // A name that was given stays; one that was proposed follows the choice.
    const proposed = form.values.name === '' || form.values.name === before?.name;
    const name = proposed ? (presets.find((preset) => preset.id === id)?.name ?? '') : form.values.name;
    form.setValues({ preset: id, name });
  }

  async function submit({ preset, name }: { preset: string; name: string }): Promise<void> {
    setFailure(undefined);
    let id: string;
    try {
      ({ id } = await create.mutateAsync({ preset, name: name.trim() }));
    } catch (error) {
      setFailure(error);
      return;
    }
    try {
      keepFreshToken(id, await makeToken.mutateAsync({ connection: id, name: name.trim() }));
    } catch (error) {
      notifications.show({ color: 'red', message: texts.tokenFailed(messageOf(error)), autoClose: false });
    }
    await navigate(`/setup/${id}`);
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="lg">
        <PresetChoice presets={presets} value={form.values.preset} onChange={choose} error={form.errors.preset} />
        <TextInput
          label={texts.name}
          description={texts.nameHint}
          maxLength={100}
          maw={420}
          {...form.getInputProps('name')}
        />
        {failure !== undefined && <Failed error={failure} />}
        <Group>
          <Allowed needs="administrator">
            <Button type="submit" loading={form.submitting}>
              {texts.submit}
            </Button>
          </Allowed>
          <Button component={Link} to="/setup" variant="default">
            {t.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface PresetChoiceProps {
  presets: Preset[];
  value: string;
  onChange: (id: string) => void;
  error: React.ReactNode;
}

function PresetChoice({ presets, value, onChange, error }: PresetChoiceProps) {
  const [text, setText] = useState('');
  const found = matchingPresets(presets, text);
  return (
    <div>
      <TextInput
        type="search"
        aria-label={texts.search}
        placeholder={texts.searchHint}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        maw={420}
        mb="sm"
      />
      <Radio.Group label={texts.provider} value={value} onChange={onChange} error={error}>
        <div className={classes.grid}>
          {found.map(({ id, name, aliases }) => (
            <Radio.Card key={id} value={id} className={classes.card}>
              <Radio.Indicator size="xs" />
              <span className={classes.names}>
                <Text span size="sm" fw={600} display="block">
                  {name}
                </Text>
                {aliases.length > 0 && (
                  <Text span size="xs" c="dimmed" display="block">
                    {texts.alsoKnown(aliases.join(', '))}
                  </Text>
                )}
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {found.every(({ id }) => id === 'generic') && text !== '' && (
        <Text size="sm" c="dimmed" mt="sm" role="status">
          {texts.nothingFound(text)}
        </Text>
      )}
    </div>
  );
}
