import { NumberInput, Select, Stack, Switch, Text } from '@mantine/core';
import type { DriftChoice, DriftGroup, SwitchName, TargetSettings } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import classes from './settings.module.css';

const texts = t.targetSettings.limits;
const SWITCHES: readonly SwitchName[] = [
  ...(['create', 'update', 'deactivate', 'reactivate', 'delete', 'groups', 'password'] as const),
];
const GROUPS: readonly DriftGroup[] = [
  ...(['profile', 'email', 'meta', 'roles', 'access', 'missing', 'orphaned'] as const),
];
const CHOICES: readonly DriftChoice[] = ['report', 'ask', 'repair'];

/** What Usher may do in the site at all, how many may leave at once, and how often the site is compared. */
export function LimitsPart() {
  return (
    <Stack gap="md" maw={760}>
      <Switches />
      <Budget />
      <Drift />
    </Stack>
  );
}

function Switches() {
  const { settings, readOnly, edit } = useDraft();
  const { switches } = settings;
  return (
    <Panel title={texts.switches}>
      <Text size="sm" c="dimmed" mb="md">
        {texts.switchesLead}
      </Text>
      <Stack gap="md">
        {SWITCHES.map((name) => (
          <Switch
            key={name}
            label={texts.switch[name].title}
            description={texts.switch[name].off}
            checked={switches[name]}
            onChange={(event) => edit({ switches: { ...switches, [name]: event.currentTarget.checked } })}
            disabled={readOnly}
          />
        ))}
      </Stack>
    </Panel>
  );
}

function Budget() {
  const { settings, readOnly, edit } = useDraft();
  const { budget } = settings;
  const [count, share, window] = [useFault('budget.count'), useFault('budget.share'), useFault('budget.windowMinutes')];
  const set = (change: Partial<TargetSettings['budget']>): void => edit({ budget: { ...budget, ...change } });
  return (
    <Panel title={texts.budget}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.budgetLead}
        </Text>
        <NumberInput
          label={texts.count}
          description={texts.empty}
          value={budget.count ?? ''}
          onChange={(value) => set({ count: typeof value === 'number' ? value : null })}
          min={0}
          allowDecimal={false}
          clampBehavior="none"
          readOnly={readOnly}
          error={count}
          maw={300}
        />
        <NumberInput
          label={texts.share}
          description={texts.empty}
          value={budget.share === null ? '' : percentOf(budget.share)}
          onChange={(value) => set({ share: typeof value === 'number' ? value / 100 : null })}
          min={0}
          max={100}
          decimalScale={2}
          clampBehavior="none"
          suffix=" %"
          readOnly={readOnly}
          error={share}
          maw={300}
        />
        <NumberInput
          label={texts.window}
          value={budget.windowMinutes}
          onChange={(value) => typeof value === 'number' && set({ windowMinutes: value })}
          min={1}
          allowDecimal={false}
          clampBehavior="none"
          readOnly={readOnly}
          error={window}
          maw={300}
        />
      </Stack>
    </Panel>
  );
}

/** 0.07 is 7, not 7.000000000000001. */
const percentOf = (share: number): number => Math.round(share * 10_000) / 100;

function Drift() {
  const { settings, readOnly, edit } = useDraft();
  const { drift } = settings;
  const error = useFault('drift.everyHours');
  return (
    <Panel title={texts.drift}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.driftLead}
        </Text>
        <NumberInput
          label={texts.every}
          description={texts.everyHint}
          value={drift.everyHours ?? ''}
          onChange={(value) => edit({ drift: { ...drift, everyHours: typeof value === 'number' ? value : null } })}
          min={1}
          max={8760}
          allowDecimal={false}
          clampBehavior="none"
          readOnly={readOnly}
          error={error}
          maw={300}
        />
        {GROUPS.map((group) => (
          <div key={group} className={classes.choices}>
            <div>
              <Text size="sm" fw={500}>
                {texts.groups[group].title}
              </Text>
              <Text size="xs" c="dimmed">
                {texts.groups[group].what}
              </Text>
            </div>
            <Select
              aria-label={texts.groups[group].title}
              data={CHOICES.map((value) => ({ value, label: texts.choices[value] }))}
              value={drift.on[group]}
              onChange={(choice) =>
                choice !== null && edit({ drift: { ...drift, on: { ...drift.on, [group]: choice as DriftChoice } } })
              }
              allowDeselect={false}
              readOnly={readOnly}
              size="sm"
            />
          </div>
        ))}
      </Stack>
    </Panel>
  );
}
