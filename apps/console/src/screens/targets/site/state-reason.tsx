import { Text } from '@mantine/core';
import type { TargetSummary } from '../../../api/targets.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { siteWords } from '../../../components/site-words.js';
import { t } from '../../../texts/en.js';

const texts = t.targets.state;

/** Why a site isn't served, and what becomes of it; nothing when all is well. */
export function StateReason({ target }: { target: TargetSummary }) {
  const { lead, reason } = siteWords(target);
  if (lead === null && reason === null) return null;
  return (
    <div>
      {reason !== null && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Text>
      )}
      <Text size="sm" c="dimmed" component="div">
        {lead}{' '}
        {target.pausedUntil !== null && !target.paused && (
          <>
            {texts.retryUntil} <RelativeTime at={target.pausedUntil} />.
          </>
        )}
      </Text>
    </div>
  );
}
