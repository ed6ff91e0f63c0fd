import { Button, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchVersion, type TargetVersion, useVersions } from '../../../api/target-settings.js';
import { targetKey } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { ChangesTable } from '../../../components/changes-table.js';
import { Failed } from '../../../components/failed.js';
import { JsonView } from '../../../components/json-view.js';
import { Loading } from '../../../components/loading.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import { useDraft } from '../draft/draft-context.js';
import { same } from '../draft/merge.js';
import classes from './versions-part.module.css';

const texts = t.targetSettings.versions;

/** Who changed what and when; an earlier one can be taken back into the draft. */
export function VersionsPart() {
  const { target } = useDraft();
  const versions = useVersions(target.id);
  const [opened, setOpened] = useState<TargetVersion>();
  const all = versions.data?.pages.flatMap((page) => page.versions);
  if (all === undefined)
    return versions.error ? (
      <Failed error={versions.error} onRetry={() => void versions.refetch()} />
    ) : (
      <Loading lines={6} />
    );
  return (
    <Panel title={texts.title} flush>
      <ul className={classes.list}>
        {all.map((version) => (
          <li key={version.version}>
            <UnstyledButton className={classes.version} onClick={() => setOpened(version)}>
              <span className={classes.number}>{version.version}</span>
              <span className={classes.what}>
                <Text span size="sm">
                  {wordsOf(version)}
                </Text>
                <Text span size="xs" c="dimmed">
                  {version.actor}
                  {version.version === target.version && ` · ${texts.current}`}
                </Text>
              </span>
            </UnstyledButton>
            <Text size="xs" c="dimmed" component="div" className={classes.when}>
              <RelativeTime at={version.at} />
            </Text>
          </li>
        ))}
      </ul>
      {versions.hasNextPage && (
        <Group justify="center" py="sm">
          <Button
            size="xs"
            variant="subtle"
            loading={versions.isFetchingNextPage}
            onClick={() => void versions.fetchNextPage()}
          >
            {t.common.loadMore}
          </Button>
        </Group>
      )}
      <Modal
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        title={opened && texts.one(opened.version)}
        size="xl"
      >
        {opened && <Version version={opened} onClose={() => setOpened(undefined)} />}
      </Modal>
    </Panel>
  );
}

/** `mapping, budget`: what was changed, by name. */
function wordsOf({ version, changes }: TargetVersion): string {
  if (version === 1) return texts.first;
  const names = [...new Set(changes.map(({ path }) => path.replace(/^settings\./, '').replace(/[.[].*$/, '')))];
  return names.length === 0 ? texts.nothing : texts.changed(names.map((name) => texts.parts[name] ?? name));
}

function Version({ version, onClose }: { version: TargetVersion; onClose: () => void }) {
  const { target, settings, readOnly, replace } = useDraft();
  const number = version.version;
  const { data, error, refetch } = useQuery({
    queryKey: [...targetKey(target.id), 'version', number],
    queryFn: () => fetchVersion(target.id, number),
    staleTime: Infinity,
  });

  function restore(): void {
    if (data === undefined) return;
    replace(data.settings);
    onClose();
    notifications.show({ message: texts.restored(number), color: 'gray' });
  }

  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed" component="div">
        {version.actor}, <RelativeTime at={version.at} />
      </Text>
      <ChangesTable changes={version.changes} />
      {data ? (
        <details>
          <summary className={classes.summary}>{texts.whole}</summary>
          <JsonView value={data.settings} label={texts.whole} />
        </details>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={2} />
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t.common.close}
        </Button>
        {!readOnly && (
          <Button disabled={data === undefined || same(data.settings, settings)} onClick={restore}>
            {texts.restore}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
