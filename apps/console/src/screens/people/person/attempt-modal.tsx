import { Alert, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { type Explanation, type Provisioned, useExplanation, useProvision } from '../../../api/explain.js';
import { Allowed } from '../../../auth/allowed.js';
import { DifferenceTable } from '../../../components/difference-table.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { useFailure } from '../../../components/use-failure.js';
import { useFocusBack } from '../../../components/use-focus-back.js';
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
  useFocusBack();
  const dry = useExplanation(target.id, scimId);
  const provision = useProvision(target.id);
  const done = provision.data;
  const [failure, setFailure] = useFailure();

  function run(): void {
    setFailure(undefined);
    provision.mutateAsync(scimId).catch(setFailure);
  }

  return (
    <Modal opened onClose={onClose} title={texts.title(name, target.name)} size="xl">
      <Stack gap="md">
        {done !== undefined && <Outcome provisioned={done} />}
        {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
        {dry.data ? (
          <>
            {done === undefined && <Foretold explanation={dry.data} />}
            {done === undefined && (
              <Group gap="sm">
                <Allowed needs="operator">
                  <Button
                    color={dry.data.plan.departure ? 'red' : undefined}
                    loading={provision.isPending}
                    onClick={run}
                  >
                    {texts.provision}
                  </Button>
                </Allowed>
                <Text size="sm" c="dimmed" role="status">
                  {provision.isPending ? texts.provisioning : ''}
                </Text>
              </Group>
            )}
            <section>
              <Title order={3} mb="xs">
                {texts.steps}
              </Title>
              <Steps steps={(done?.explanation ?? dry.data).steps} />
            </section>
          </>
        ) : dry.error ? (
          <Failed error={dry.error} onRetry={() => void dry.refetch()} />
        ) : (
          <Loading lines={7} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.common.close}
          </Button>
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

/** What it would come to, and what would change. */
function Foretold({ explanation }: { explanation: Explanation }) {
  const { changes, plan, site } = explanation;
  return (
    <>
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
      {changes.length > 0 && (
        <section>
          <Title order={3} mb={4}>
            {texts.changes}
          </Title>
          <DifferenceTable differences={changes} label={texts.changes} />
        </section>
      )}
    </>
  );
}
