import { Alert, Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { Failed } from '../../../components/failed.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { faultsAt } from '../draft/faults.js';
import { useProspects } from '../draft/use-prospects.js';
import { FaultPlace } from '../mapping/fault-place.js';
import { MatchingRules } from './matching-rules.js';
import { scopeProbe } from './scope-probe.js';

const texts = t.targetSettings.scope;
const PRIVILEGES = ['adopt', 'change', 'promote'] as const;

/** Who belongs to the site, how accounts that are there already are found, and what may be done with administrators. */
export function ScopePart() {
  return (
    <Stack gap="md" maw={760}>
      <Scope />
      <MatchingRules />
      <Administrators />
    </Stack>
  );
}

function Scope() {
  const { settings, check, readOnly, edit } = useDraft();
  const error = useFault('scope');
  const scope = settings.scope ?? '';
  const position = faultsAt(check.faults, 'scope')[0]?.position;
  return (
    <Panel title={texts.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {texts.lead}
        </Text>
        <Textarea
          label={texts.filter}
          description={texts.filterHint}
          placeholder={texts.everybody}
          value={scope}
          onChange={(event) => {
            const text = event.currentTarget.value;
            edit({ scope: text.trim() === '' ? null : text });
          }}
          error={error}
          readOnly={readOnly}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {position !== undefined && <FaultPlace text={scope} position={position} />}
        <Count scope={settings.scope} faulty={error !== undefined} />
      </Stack>
    </Panel>
  );
}

/** How many would belong to the site by the filter as it stands. */
function Count({ scope, faulty }: { scope: string | null; faulty: boolean }) {
  const { target } = useDraft();
  const { tally, running, error, start } = useProspects(target.id);
  const belong = tally.users - (tally.counts.skip ?? 0);
  return (
    <Group gap="sm">
      <Allowed needs="operator">
        <Button
          size="xs"
          variant="default"
          loading={running}
          disabled={faulty}
          onClick={() => start(scopeProbe(scope))}
        >
          {texts.count}
        </Button>
      </Allowed>
      <Text size="sm" role="status">
        {error !== undefined
          ? ''
          : tally.users > 0
            ? texts.counted(belong, tally.users)
            : tally.complete
              ? texts.nobody
              : ''}
      </Text>
      {error !== undefined && <Failed error={error} />}
    </Group>
  );
}

function Administrators() {
  const { target, settings, readOnly, edit } = useDraft();
  const { administrators } = settings;
  const allowed = target.lastStatus?.privileges;
  const missing = PRIVILEGES.filter((each) => administrators[each] && allowed !== undefined && !allowed.includes(each));
  return (
    <Panel title={texts.administrators}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.administratorsLead}
        </Text>
        {PRIVILEGES.map((privilege) => (
          <Switch
            key={privilege}
            label={texts.privileges[privilege].title}
            description={texts.privileges[privilege].what}
            checked={administrators[privilege]}
            onChange={(event) =>
              edit({ administrators: { ...administrators, [privilege]: event.currentTarget.checked } })
            }
            disabled={readOnly}
          />
        ))}
        {missing.length > 0 && (
          <Alert color="orange" variant="light">
            {texts.notAllowed(missing.map((each) => texts.privileges[each].title))}
          </Alert>
        )}
      </Stack>
    </Panel>
  );
}
