import { Button } from '@mantine/core';
import { useState } from 'react';
import { useDeadLetters } from '../../../api/dead-letters.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import type { ListProps } from '../attention-screen.js';
import { type Refusal, refusalsOf } from './groups.js';
import { RefusalGroup } from './refusal-group.js';
import { ReplayModal } from './replay-modal.js';

/** People whom a site refused, by the cause. */
export function DeadLetterList({ brief }: ListProps) {
  const list = useDeadLetters();
  const [question, setQuestion] = useState<Refusal>();
  const { data, error, hasNextPage } = list;
  if (data === undefined)
    return (
      <div className={classes.inset}>
        {error ? <Failed error={error} onRetry={() => void list.refetch()} /> : <Loading lines={3} />}
      </div>
    );
  return (
    <>
      {refusalsOf(data).map((refusal) => (
        <RefusalGroup
          key={`${refusal.targetId} ${refusal.code}`}
          refusal={refusal}
          more={hasNextPage}
          brief={brief}
          onReplayAll={() => setQuestion(refusal)}
        />
      ))}
      {hasNextPage && (
        <div className={classes.inset}>
          <Button
            size="xs"
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t.common.loadMore}
          </Button>
        </div>
      )}
      {question !== undefined && (
        <ReplayModal refusal={question} more={hasNextPage} onClose={() => setQuestion(undefined)} />
      )}
    </>
  );
}
