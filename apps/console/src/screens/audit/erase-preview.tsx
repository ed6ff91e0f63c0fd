import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { type ErasurePreview, type PersonNamed, useErase, wordsOf } from '../../api/audit-removal.js';
import { Allowed } from '../../auth/allowed.js';
import { Failed } from '../../components/failed.js';
import { t } from '../../texts/en.js';
import { isConfirmed, ReasonAndWord } from './reason-and-word.js';
import { RemovedNote } from './removed-note.js';

const texts = t.audit.erase;

interface ErasePreviewProps {
  person: PersonNamed;
  preview: ErasurePreview;
  /** Another person, or this one once more. */
  onAgain: () => void;
}

/** What an erasure would do to this very person, and the doing of it. */
export function ErasePreview({ person, preview, onAgain }: ErasePreviewProps) {
  const [value, setValue] = useState({ reason: '', typed: '' });
  const erase = useErase();
  const { names, entries, mentions, confirmation, resourceId } = preview;
  const word = wordsOf(confirmation);
  const isWrongReason = erase.error instanceof ApiError && erase.error.field === 'reason';
  if (erase.data) return <RemovedNote title={texts.done(erase.data.entries)} removed={erase.data} onAgain={onAgain} />;
  const search = new URLSearchParams({
    connection: person.connection,
    ...(resourceId === null ? { userName: person.userName ?? '' } : { resourceId }),
  });
  return (
    <Stack gap="md">
      <Alert color="red" variant="light" title={texts.own(entries)}>
        {mentions > 0 && <Text size="sm">{texts.mentions(mentions)}</Text>}
        <Text size="sm">
          {texts.names}: {names.length === 0 ? texts.noNames : names.join(', ')}
        </Text>
        <Anchor component={Link} to={`/audit?${search.toString()}`} size="sm">
          {texts.seeEntries}
        </Anchor>
      </Alert>
      <Text component="ul" size="sm" my={0} pl="lg">
        {texts.effects.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </Text>
      <Text size="sm" fw={600}>
        {texts.first}
      </Text>
      <ReasonAndWord
        word={word}
        reasonHint={texts.reasonHint}
        value={value}
        onChange={setValue}
        error={isWrongReason ? erase.error?.message : undefined}
      />
      {erase.error && !isWrongReason && (
        <Failed error={erase.error} title={t.common.failed.refused} onRetry={onAgain} />
      )}
      <Group gap="sm">
        <Button variant="default" onClick={onAgain}>
          {t.common.back}
        </Button>
        <Allowed needs="administrator">
          <Button
            color="red"
            loading={erase.isPending}
            disabled={!isConfirmed(value, word)}
            onClick={() => erase.mutate({ ...person, confirmation, reason: value.reason.trim() })}
          >
            {texts.action}
          </Button>
        </Allowed>
      </Group>
    </Stack>
  );
}
