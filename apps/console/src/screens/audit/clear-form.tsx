import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { type AuditFilter, bodyOf } from '../../api/audit-filter.js';
import { CLEAR_PATH, type ClearLine, type ClearPreview, wordsOf } from '../../api/audit-removal.js';
import { useProgress } from '../../api/use-progress.js';
import { Failed } from '../../components/failed.js';
import { useNow } from '../../components/relative-time.js';
import { absoluteTime } from '../../components/time.js';
import { t } from '../../texts/en.js';
import { ProgressLine } from './progress-line.js';
import { isConfirmed, ReasonAndWord } from './reason-and-word.js';
import { RemovedNote } from './removed-note.js';

const texts = t.audit.clear;

interface ClearFormProps {
  preview: ClearPreview;
  filter: AuditFilter;
  /** The preview once more. */
  onAgain: () => void;
}

/** What would go, what stays, why, and then the doing of it. */
export function ClearForm({ preview, filter, onAgain }: ClearFormProps) {
  const { entries, from, to, confirmation, expiresAt } = preview;
  const [value, setValue] = useState({ reason: '', typed: '' });
  const work = useProgress<ClearLine>();
  const client = useQueryClient();
  const now = useNow();
  const word = wordsOf(confirmation);
  const last = work.lines.at(-1);
  const isOver = work.begun && !work.running;
  const result = last !== undefined && 'result' in last ? last.result : undefined;
  const cleared = work.lines.reduce((most, line) => ('cleared' in line ? line.cleared : most), 0);
  const said = !isOver
    ? undefined
    : last !== undefined && 'error' in last
      ? new ApiError(0, last.error)
      : (work.error ?? new ApiError(0, t.common.failed.brokenOff));
  const isWrongReason = said instanceof ApiError && said.field === 'reason';
  const isExpired = Date.parse(expiresAt) < now.getTime() && !work.running && result === undefined;

  useEffect(() => {
    // What is gone must not be shown any more.
    if (result !== undefined) void client.invalidateQueries({ queryKey: ['audit', 'chains'] });
  }, [result, client]);

  if (entries === 0)
    return (
      <Text size="sm" role="status">
        {texts.none}
      </Text>
    );
  if (result !== undefined)
    return <RemovedNote title={texts.done(result.entries)} removed={result} onAgain={onAgain} />;
  if (work.running) return <ProgressLine label={texts.running} done={cleared} of={entries} />;

  function clear(): void {
    const body = { filter: bodyOf(filter), confirmation, reason: value.reason.trim() };
    work.start(CLEAR_PATH, { method: 'POST', body });
  }

  return (
    <Stack gap="md">
      <Alert color="red" variant="light" title={texts.goes(entries)}>
        {from !== null && to !== null && (
          <Text size="sm">{texts.period(absoluteTime(new Date(from)), absoluteTime(new Date(to)))}</Text>
        )}
        <Text size="sm">{texts.forGood}</Text>
      </Alert>
      <div>
        <Text size="sm" fw={600}>
          {texts.staysTitle}
        </Text>
        <Text component="ul" size="sm" my={4} pl="lg">
          {texts.stays.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </Text>
      </div>
      <ReasonAndWord
        word={word}
        reasonHint={t.audit.removal.reasonHint}
        value={value}
        onChange={setValue}
        error={isWrongReason ? said.message : undefined}
      />
      {said !== undefined && !isWrongReason && (
        <Failed
          error={said}
          title={cleared > 0 ? texts.brokenOff(cleared) : t.common.failed.refused}
          onRetry={onAgain}
        />
      )}
      <Group gap="sm">
        {isExpired ? (
          <Button variant="default" onClick={onAgain}>
            {texts.expired}
          </Button>
        ) : (
          <Button color="red" disabled={!isConfirmed(value, word)} onClick={clear}>
            {texts.action(entries)}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
