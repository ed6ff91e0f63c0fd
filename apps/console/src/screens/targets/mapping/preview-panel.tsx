import { Alert, Stack, Text } from '@mantine/core';
import { Panel } from '../../../app/panel.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import { useDraft } from '../draft/draft-context.js';
import { PersonPicker } from './person-picker.js';
import { outcomeOf, words } from './preview.js';
import classes from './preview-panel.module.css';
import type { usePreview } from './use-preview.js';

const texts = t.targetSettings.preview;

interface PreviewPanelProps {
  person: string | undefined;
  onPerson: (scimId: string) => void;
  preview: ReturnType<typeof usePreview>;
}

/** What the draft would do for one real person. */
export function PreviewPanel({ person, onPerson, preview }: PreviewPanelProps) {
  const { draft, check } = useDraft();
  const { data, error, old, refetch } = preview;
  return (
    <Panel title={texts.title}>
      <Stack gap="md">
        <PersonPicker value={person} onChange={onPerson} />
        <div aria-live="polite">
          {check.faults.length > 0 && (
            <Alert color="gray" variant="light" mb="sm">
              {texts.faulty}
            </Alert>
          )}
          {error ? (
            <Failed error={error} onRetry={() => void refetch()} />
          ) : data === undefined ? (
            person === undefined ? (
              <Text size="sm" c="dimmed">
                {texts.choose}
              </Text>
            ) : (
              <Loading lines={4} />
            )
          ) : (
            <div className={classes.result} aria-busy={old || undefined}>
              <Text size="sm" fw={600}>
                {outcomeOf(data)}
              </Text>
              {data.plan.notes.map((note) => (
                <Text size="sm" c="dimmed" key={note}>
                  {note}
                </Text>
              ))}
              {data.site.reason !== null && (
                <Text size="sm" c="dimmed">
                  {data.site.reason}
                </Text>
              )}
              {data.changes.length > 0 && (
                <dl className={classes.changes}>
                  {data.changes.map(({ path, found, wanted }) => (
                    <div key={path}>
                      <dt>{path}</dt>
                      <dd>
                        {words(found) !== '' && <del className={classes.before}>{words(found)}</del>}{' '}
                        <ins className={classes.after}>{words(wanted) || t.common.changes.absent}</ins>
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
              <Text size="xs" c="dimmed" mt="sm">
                {draft ? texts.ofDraft : texts.ofSaved}
              </Text>
            </div>
          )}
        </div>
      </Stack>
    </Panel>
  );
}
