import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { type Explanation, type Provisioned, useExplanation, useProvision } from '../../../api/explain.js';
import { Allowed } from '../../../auth/allowed.js';
import { DifferenceTable } from '../../../components/difference-table.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import { conclusionOf } from './conclusion.js';
import { Steps } from './steps.js';

const texts = t.people.attempt;

interface AttemptModalProps {
  target: { id: string; name: string };
  scimId: string;
  name: string;
  onClose: () => void;
}

/** First what would happen and why; then, if it is wanted, it is done, and what came of it is told. */
export function AttemptModal({ target, scimId, name, onClose }: AttemptModalProps) {
  const dry = useExplanation(target.id, scimId);
  const provision = useProvision(target.id);
  const done = provision.data;
  const run = (): void => provision.mutate(scimId);
  return (
    <Modal opened onClose={onClose} title={texts.title(name, target.name)} size="xl">
      <Stack gap="md">
        <div role="status">
          {done !== undefined && <Outcome provisioned={done} />}
          {provision.isPending && <Text size="sm">{texts.provisioning}</Text>}
        </div>
        {provision.error && <Failed error={provision.error} title={t.common.failed.refused} />}
        {dry.data ? (
          <Foretold explanation={done?.explanation ?? dry.data} past={done !== undefined} />
        ) : dry.error ? (
          <Failed error={dry.error} onRetry={() => void dry.refetch()} />
        ) : (
          <Loading lines={7} />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t.common.close}
          </Button>
          {done === undefined && (
            <Allowed needs="operator">
              <Button
                color={dry.data?.plan.departure ? 'red' : undefined}
                disabled={dry.data === undefined}
                loading={provision.isPending}
                onClick={run}
              >
                {texts.provision}
              </Button>
            </Allowed>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

const COLORS = { succeeded: 'green', skipped: 'gray', stale: 'gray', rejected: 'red', held: 'orange' } as const;

function Outcome({ provisioned: { result, detail } }: { provisioned: Provisioned }) {
  return (
    <Alert
      variant="light"
      color={result === null ? 'orange' : COLORS[result.result]}
      title={result === null ? texts.waits : texts.results[result.result]}
    >
      {detail}
    </Alert>
  );
}

function Foretold({ explanation, past }: { explanation: Explanation; past: boolean }) {
  const { changes, plan, site, steps } = explanation;
  return (
    <>
      {!past && (
        <div>
          <Text fw={600}>{conclusionOf(explanation)}</Text>
          {plan.departure && <Text size="sm">{texts.departure}</Text>}
          {plan.deleteAfterDays !== null && <Text size="sm">{texts.later(plan.deleteAfterDays)}</Text>}
          {plan.notes.map((note) => (
            <Text key={note} size="sm">
              {note}
            </Text>
          ))}
          <Text size="sm" c="dimmed">
            {site.reached ? texts.lead : `${texts.notReached}: ${site.reason ?? ''}`}
          </Text>
        </div>
      )}
      {changes.length > 0 && !past && (
        <section>
          <Title order={3} mb={4}>
            {texts.changes}
          </Title>
          <DifferenceTable differences={changes} label={texts.changes} />
        </section>
      )}
      <section>
        <Title order={3} mb="xs">
          {texts.steps}
        </Title>
        <Steps steps={steps} />
      </section>
    </>
  );
}
