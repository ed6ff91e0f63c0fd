import { Alert, Button, Checkbox, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, messageOf } from '../../../api/api-error.js';
import { useResyncTarget } from '../../../api/jobs.js';
import { useSaveSettings } from '../../../api/target-settings.js';
import { targetKey } from '../../../api/targets.js';
import { Allowed } from '../../../auth/allowed.js';
import { ChangesTable } from '../../../components/changes-table.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import { changesInWords } from './change-words.js';
import { useDraft } from './draft-context.js';
import { faultWords } from './faults.js';
import { Overtaken } from './overtaken.js';
import { ProspectsView } from './prospects-view.js';

const texts = t.targetDraft.review;

/** Everything that would change, in the settings and for everybody, before it is saved. */
export function ReviewModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.title} size="xl">
      <Review onClose={onClose} />
    </Modal>
  );
}

function Review({ onClose }: { onClose: () => void }) {
  const { target, draft, check, discard } = useDraft();
  const save = useSaveSettings(target.id);
  const resync = useResyncTarget(target.id);
  const client = useQueryClient();
  const [atOnce, setAtOnce] = useState(false);
  const [failure, setFailure] = useState<{ version: number; error: unknown }>();
  if (draft === undefined) return <Text size="sm">{texts.nothing}</Text>;
  const { settings, version } = draft;
  const overtaken = target.version > version;
  const mayGo = check.current && check.faults.length === 0 && check.answer !== undefined && !overtaken;

  async function store(): Promise<void> {
    setFailure(undefined);
    try {
      const saved = await save.mutateAsync({ settings, version });
      await client.invalidateQueries({ queryKey: targetKey(target.id) });
      discard();
      onClose();
      notifications.show({ message: texts.saved(saved.version, saved.queued), color: 'green' });
      if (atOnce) await provision();
    } catch (error) {
      setFailure({ version, error });
      if (error instanceof ApiError && error.status === 409)
        await client.invalidateQueries({ queryKey: targetKey(target.id) });
    }
  }

  async function provision(): Promise<void> {
    try {
      await resync.mutateAsync();
      notifications.show({ message: t.targets.site.provisionStarted, color: 'green' });
    } catch (error) {
      notifications.show({ message: texts.notAtOnce(messageOf(error)), color: 'red', autoClose: false });
    }
  }

  return (
    <Stack gap="md">
      {overtaken && <Overtaken inSight />}
      <section>
        <Title order={3} mb="xs">
          {texts.settings}
        </Title>
        <Checked />
      </section>
      {mayGo && (
        <section>
          <Title order={3} mb="xs">
            {texts.everybody}
          </Title>
          <ProspectsView settings={settings} />
          <Allowed needs="administrator">
            <Checkbox
              mt="sm"
              label={texts.atOnce}
              description={texts.atOnceLead}
              checked={atOnce}
              onChange={(event) => setAtOnce(event.currentTarget.checked)}
            />
          </Allowed>
        </section>
      )}
      {failure?.version === version && !overtaken && <Failed error={failure.error} title={t.common.failed.refused} />}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {texts.goOn}
        </Button>
        <Allowed needs="administrator">
          <Button disabled={!mayGo} loading={save.isPending} onClick={() => void store()}>
            {texts.save}
          </Button>
        </Allowed>
      </Group>
    </Stack>
  );
}

function Checked() {
  const { target, check } = useDraft();
  const { faults, answer, error, current } = check;
  if (faults.length > 0)
    return (
      <Alert color="red" variant="light" title={texts.faulty}>
        {faults.map((fault) => (
          <Text size="sm" key={`${fault.path} ${fault.message}`}>
            <code>{fault.path}</code> {faultWords(fault)}
          </Text>
        ))}
      </Alert>
    );
  if (error !== null && error !== undefined) return <Failed error={error} />;
  if (answer === undefined || !current) return <Loading lines={3} />;
  return (
    <Stack gap="xs">
      <ChangesTable changes={changesInWords(answer.changes, target.settings, answer.settings)} />
      {answer.notes.map((note) => (
        <Text size="sm" key={note}>
          {note}
        </Text>
      ))}
    </Stack>
  );
}
