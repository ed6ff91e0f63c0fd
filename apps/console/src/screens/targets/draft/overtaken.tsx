import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import { useVersions } from '../../../api/target-settings.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import { useDraft } from './draft-context.js';
import { merge } from './merge.js';

const texts = t.targetDraft.overtaken;

/**
 * Somebody else saved meanwhile: who, and what to do with what is on the screen. Nothing when nobody did.
 *
 * @param inSight what was just asked for can't be done because of it
 */
export function Overtaken({ inSight = false }: { inSight?: boolean }) {
  const alert = useRef<HTMLDivElement>(null);
  const { target, draft, rebase, discard } = useDraft();
  const overtaken = draft !== undefined && target.version > draft.version;
  const latest = useVersions(target.id).data?.pages[0]?.versions[0];
  const merged = useMemo(
    () => (overtaken ? merge(draft.base, draft.settings, target.settings) : undefined),
    [overtaken, draft, target.settings],
  );
  useEffect(() => {
    if (overtaken && inSight) alert.current?.scrollIntoView({ block: 'center' });
  }, [overtaken, inSight]);
  if (!overtaken || merged === undefined) return null;
  const { version, settings: base } = target;
  return (
    <Alert ref={alert} color="orange" variant="light" title={texts.title} my="md">
      <Text size="sm" component="div">
        {texts.lead(version)}{' '}
        {latest?.version === version && (
          <>
            {texts.by(latest.actor)} <RelativeTime at={latest.at} />.
          </>
        )}
      </Text>
      {merged.conflicts.length > 0 ? (
        <>
          <Text size="sm" mt="xs">
            {texts.conflicts}
          </Text>
          <List size="sm">
            {merged.conflicts.map((path) => (
              <List.Item key={path}>
                <code>{path}</code>
              </List.Item>
            ))}
          </List>
        </>
      ) : (
        <Text size="sm" mt="xs">
          {texts.noConflict}
        </Text>
      )}
      <Group gap="sm" mt="sm">
        <Button size="xs" onClick={() => rebase({ version, base, settings: merged.value })}>
          {texts.merge}
        </Button>
        <Button size="xs" variant="default" onClick={discard}>
          {texts.theirs}
        </Button>
      </Group>
    </Alert>
  );
}
