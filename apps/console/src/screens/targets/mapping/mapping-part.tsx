import { Button, Stack, Switch, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type MappingRule, useSources } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { IconPlus } from '../../../components/icons.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import classes from './mapping-part.module.css';
import { valuesOf } from './preview.js';
import { PreviewPanel } from './preview-panel.js';
import { RuleRow } from './rule-row.js';
import { freshRule, moved } from './rules.js';
import { usePreview, useSomePeople } from './use-preview.js';

const texts = t.targetSettings.mapping;

/** Where each field of the account comes from, with what that gives for a real person beside it. */
export function MappingPart() {
  const { target } = useDraft();
  const [person, setPerson] = useState<string>();
  const { data: some } = useSomePeople(target.connection);
  const shown = person ?? some?.[0]?.scimId;
  const preview = usePreview(shown);
  const values = useMemo(() => (preview.data ? valuesOf(preview.data) : undefined), [preview.data]);
  return (
    <div className={classes.columns}>
      <Stack gap="md">
        <Rules values={values} />
        <Login />
      </Stack>
      <div className={classes.beside}>
        <PreviewPanel person={shown} onPerson={setPerson} preview={preview} />
      </div>
    </div>
  );
}

function Rules({ values }: { values: ReturnType<typeof valuesOf> | undefined }) {
  const { target, settings, readOnly, edit } = useDraft();
  const { mapping } = settings;
  const sources = useSources(target.connection);
  const [opened, setOpened] = useState<number>();
  const [focus, setFocus] = useState<{ index: number }>();
  const list = useRef<HTMLOListElement>(null);
  const error = useFault('mapping');

  // A rule that was moved or made keeps the focus, wherever it is now.
  useEffect(() => {
    if (focus) list.current?.querySelector<HTMLElement>(`[data-rule="${focus.index}"]`)?.focus();
  }, [focus]);

  const set = (rules: MappingRule[]): void => edit({ mapping: rules });
  const show = (index: number): void => {
    setOpened(index);
    setFocus({ index });
  };

  function add(): void {
    set([...mapping, freshRule(mapping)]);
    show(mapping.length);
  }

  return (
    <Panel title={texts.title} flush>
      <Text size="sm" c="dimmed" className={classes.lead}>
        {texts.lead}
      </Text>
      {error !== undefined && (
        <Text size="sm" c="var(--mantine-color-error)" className={classes.lead}>
          {error}
        </Text>
      )}
      <ol className={classes.list} ref={list}>
        {mapping.map((rule, index) => (
          <RuleRow
            key={index}
            rule={rule}
            index={index}
            count={mapping.length}
            opened={opened === index}
            sources={sources.data}
            value={values?.get(rule.to)}
            onToggle={() => setOpened(opened === index ? undefined : index)}
            onChange={(next) => set(mapping.with(index, next))}
            onMove={(to) => {
              set(moved(mapping, index, to));
              show(to);
            }}
            onRemove={() => {
              set(mapping.toSpliced(index, 1));
              setOpened(undefined);
              setFocus({ index: Math.max(0, index - 1) });
            }}
          />
        ))}
      </ol>
      {!readOnly && (
        <div className={classes.add}>
          <Button size="sm" variant="default" leftSection={<IconPlus size={15} aria-hidden />} onClick={add}>
            {texts.add}
          </Button>
          <Text size="xs" c="dimmed" mt="xs">
            {texts.removedHint}
          </Text>
        </div>
      )}
    </Panel>
  );
}

function Login() {
  const { settings, readOnly, edit } = useDraft();
  return (
    <Panel title={texts.login}>
      <Switch
        label={texts.transform}
        description={texts.transformHint}
        checked={settings.login.transform}
        onChange={(event) => edit({ login: { transform: event.currentTarget.checked } })}
        disabled={readOnly}
      />
    </Panel>
  );
}
