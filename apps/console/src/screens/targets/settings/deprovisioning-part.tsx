import { NumberInput, Radio, Stack, Text, TextInput } from '@mantine/core';
import { type Departure, type DepartureMode, type TargetSettings, useSources } from '../../../api/target-settings.js';
import { Panel } from '../../../app/panel.js';
import { t } from '../../../texts/en.js';
import { useDraft, useFault } from '../draft/draft-context.js';
import { SourceInput } from '../mapping/source-input.js';

const texts = t.targetSettings.deprovisioning;
const REASONS = ['inactive', 'deleted', 'outOfScope'] as const;
const MODES: readonly DepartureMode[] = ['deactivate', 'remove_roles', 'delete_after', 'delete', 'nothing'];
const USUAL_DAYS = 30;

/** What becomes of the account of somebody who leaves, and of what they wrote. */
export function DeprovisioningPart() {
  return (
    <Stack gap="md" maw={760}>
      {REASONS.map((reason) => (
        <Reason key={reason} reason={reason} />
      ))}
      <Content />
    </Stack>
  );
}

function Reason({ reason }: { reason: (typeof REASONS)[number] }) {
  const { settings, readOnly, edit } = useDraft();
  const departure = settings.deprovisioning[reason];
  const error = useFault(`deprovisioning.${reason}.do`);
  const daysFault = useFault(`deprovisioning.${reason}.days`);
  const set = (next: Departure): void => edit({ deprovisioning: { ...settings.deprovisioning, [reason]: next } });

  function choose(mode: string): void {
    const next = mode as DepartureMode;
    set(next === 'delete_after' ? { do: next, days: departure.days ?? USUAL_DAYS } : { do: next });
  }

  return (
    <Panel title={texts.reasons[reason].title}>
      <Radio.Group
        label={texts.reasons[reason].when}
        value={departure.do}
        onChange={choose}
        readOnly={readOnly}
        error={error}
      >
        <Stack gap="sm" mt="sm">
          {MODES.map((mode) => (
            <Radio
              key={mode}
              value={mode}
              disabled={readOnly && mode !== departure.do}
              label={texts.modes[mode].title}
              description={texts.modes[mode].what}
            />
          ))}
        </Stack>
      </Radio.Group>
      {departure.do === 'delete_after' && (
        <NumberInput
          mt="sm"
          label={texts.days}
          description={texts.daysHint}
          value={departure.days ?? ''}
          onChange={(days) => set({ do: 'delete_after', ...(typeof days === 'number' && { days }) })}
          min={1}
          max={3650}
          allowDecimal={false}
          clampBehavior="none"
          readOnly={readOnly}
          error={daysFault}
          maw={240}
        />
      )}
    </Panel>
  );
}

const MANAGER = { path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value' };

function Content() {
  const { target, settings, readOnly, edit } = useDraft();
  const sources = useSources(target.connection);
  const error = useFault('content.fallback');
  const { content } = settings;
  const set = (change: Partial<TargetSettings['content']>): void => edit({ content: { ...content, ...change } });
  return (
    <Panel title={texts.content}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {texts.contentLead}
        </Text>
        <Radio.Group
          label={texts.heir}
          value={content.assignTo === null ? 'nobody' : 'somebody'}
          onChange={(who) => set({ assignTo: who === 'nobody' ? null : MANAGER })}
          readOnly={readOnly}
        >
          <Stack gap="xs" mt={6}>
            <Radio value="nobody" label={texts.heirNobody} disabled={readOnly && content.assignTo !== null} />
            <Radio
              value="somebody"
              label={texts.heirSomebody}
              description={texts.heirSomebodyHint}
              disabled={readOnly && content.assignTo === null}
            />
          </Stack>
        </Radio.Group>
        {content.assignTo !== null && (
          <SourceInput
            label={texts.heir}
            at="content.assignTo"
            source={content.assignTo}
            sources={sources.data}
            onChange={(assignTo) => set({ assignTo })}
          />
        )}
        <TextInput
          label={texts.fallback}
          description={texts.fallbackHint}
          value={content.fallback ?? ''}
          onChange={(event) => set({ fallback: event.currentTarget.value === '' ? null : event.currentTarget.value })}
          readOnly={readOnly}
          error={error}
          spellCheck={false}
          maw={360}
        />
      </Stack>
    </Panel>
  );
}
