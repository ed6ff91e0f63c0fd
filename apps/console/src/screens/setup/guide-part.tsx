import { Anchor, List, Radio, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Connection } from '../../api/connections.js';
import type { Preset, SetupCase, SetupField } from '../../api/presets.js';
import { Panel } from '../../app/panel.js';
import { CopyField } from '../../components/copy-field.js';
import { t } from '../../texts/en.js';
import { useFreshToken } from './fresh-tokens.js';
import classes from './guide-part.module.css';
import { LivePanel } from './live-panel.js';

const texts = t.setup.guide;

/** What to enter where in the identity provider, and beside it what arrives from there. */
export function GuidePart({ connection }: { connection: Connection }) {
  const { guide } = connection;
  const [chosen, setChosen] = useState<string>();
  const way = guide.cases.find(({ id }) => id === chosen) ?? guide.cases[0];
  return (
    <div className={classes.columns}>
      <Stack gap="md">
        {guide.cases.length > 1 && (
          <Panel title={texts.which}>
            <Radio.Group aria-label={texts.which} value={way?.id ?? ''} onChange={setChosen}>
              <Stack gap="xs">
                {guide.cases.map(({ id, title }) => (
                  <Radio key={id} value={id} label={title} description={texts.cases[id]} />
                ))}
              </Stack>
            </Radio.Group>
          </Panel>
        )}
        {way && <Steps way={way} connection={connection} />}
        <WorthKnowing guide={guide} way={way} />
      </Stack>
      <LivePanel connection={connection} />
    </div>
  );
}

function Steps({ way, connection }: { way: SetupCase; connection: Connection }) {
  const token = useFreshToken(connection.id);
  const wantsToken = way.steps.some(({ fields }) => fields?.some(({ value }) => value.includes('{token}')));
  return (
    <Panel title={way.title}>
      <ol className={classes.steps}>
        {way.steps.map(({ text, fields = [] }, index) => (
          <li key={index} className={classes.step}>
            <Text>{text}</Text>
            {fields.length > 0 && (
              <Stack gap={6} mt="xs">
                {fields.map((field) => (
                  <Field key={field.label} field={field} token={token} />
                ))}
              </Stack>
            )}
          </li>
        ))}
      </ol>
      {wantsToken && token === undefined && (
        <Text size="sm" c="dimmed" mt="md">
          {texts.tokenHint}
        </Text>
      )}
    </Panel>
  );
}

function Field({ field: { label, value }, token }: { field: SetupField; token: string | undefined }) {
  if (!value.includes('{token}')) return <CopyField label={label} value={value} />;
  if (token !== undefined) return <CopyField label={label} value={value.replaceAll('{token}', token)} />;
  return (
    <div className={classes.absent}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" fs="italic">
        {value.replaceAll('{token}', texts.tokenAbsent)}
      </Text>
    </div>
  );
}

function WorthKnowing({ guide, way }: { guide: Preset; way: SetupCase | undefined }) {
  const switches = (['create', 'update', 'deactivate', 'groups'] as const).flatMap((kind) => {
    const name = guide.switches[kind];
    return name === null ? [] : [{ kind, name }];
  });
  return (
    <Panel title={texts.notes}>
      <Stack gap="md">
        {guide.notes.length > 0 && (
          <List size="sm" spacing={6}>
            {guide.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        )}
        {switches.length > 0 && (
          <div>
            <Title order={3} mb={6}>
              {texts.switches}
            </Title>
            <dl className={classes.pairs}>
              {switches.map(({ kind, name }) => (
                <div key={kind}>
                  <dt>{texts.switch[kind]}</dt>
                  <dd>{name}</dd>
                </div>
              ))}
            </dl>
          </div>
        )}
        {guide.matching !== null && (
          <Text size="sm">
            {texts.matching}: {guide.matching}
          </Text>
        )}
        {way && <Sources way={way} />}
      </Stack>
    </Panel>
  );
}

function Sources({ way: { sources, verified } }: { way: SetupCase }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {verified === null ? texts.unverified : texts.verified(verified)}
        {sources.map((source) => (
          <Anchor key={source} href={source} target="_blank" rel="noreferrer" inherit display="block">
            {source.replace(/^https?:\/\//, '')}
          </Anchor>
        ))}
      </Text>
    </div>
  );
}
