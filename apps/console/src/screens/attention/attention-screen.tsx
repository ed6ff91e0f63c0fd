import { Anchor, Stack, Text } from '@mantine/core';
import type { ComponentType } from 'react';
import { Link, useParams } from 'react-router';
import { useAttention } from '../../api/attention.js';
import { useConnections } from '../../api/connections.js';
import { Lost } from '../../app/lost.js';
import { Page } from '../../app/page.js';
import { Panel } from '../../app/panel.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { AmbiguousList } from './ambiguous/ambiguous-list.js';
import { ApprovalsList } from './approvals/approvals-list.js';
import { DeadLetterList } from './dead-letters/dead-letter-list.js';
import { DriftList } from './drift/drift-list.js';
import { KindLinks } from './kind-links.js';
import { type Kind, kindAt, KINDS, waitingOf } from './kinds.js';
import { ScheduledList } from './scheduled/scheduled-list.js';
import { Section } from './section.js';
import { SiteList } from './sites/site-list.js';
import { TokenList } from './tokens/token-list.js';
import { tokensInQuestion } from './tokens/tokens-in-question.js';
import { Well } from './well.js';

/** `brief`: among others, so that only the first are shown. */
export interface ListProps {
  count: number;
  brief: boolean;
}

const LISTS: Record<Kind, ComponentType<ListProps>> = {
  sites: SiteList,
  approvals: ApprovalsList,
  ambiguous: AmbiguousList,
  deadLetters: DeadLetterList,
  drift: DriftList,
  tokens: TokenList,
  scheduled: ScheduledList,
};

/** `/attention`, or one kind of it: `/attention/approvals` */
export function AttentionScreen() {
  const { place } = useParams();
  const { data, error, refetch, expiring, total } = useAttention();
  const asked = useConnections();
  const { data: connections, dataUpdatedAt: now } = asked;
  const chosen = place === undefined ? undefined : kindAt(place);
  if (place !== undefined && chosen === undefined) return <Lost />;
  // Whether a token ends isn't known: all may be well, or not.
  const unknown = connections === undefined && asked.error !== null && (
    <Failed error={asked.error} onRetry={() => void asked.refetch()} />
  );
  const unused = connections?.filter((each) => tokensInQuestion(each, now) === 'unused').length ?? 0;
  const all = data && waitingOf(data, { expiring, unused });
  const there = all === undefined ? [] : KINDS.filter((kind) => all[kind].count > 0);
  const shown = chosen === undefined ? there : there.filter((kind) => kind === chosen);
  return (
    <Page title={t.attention.title} lead={t.attention.lead}>
      {all === undefined ? (
        <Panel>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={6} />}</Panel>
      ) : there.length === 0 ? (
        unknown || <Well />
      ) : (
        <Stack gap="md">
          {unknown}
          <KindLinks all={all} total={total} chosen={chosen} />
          <Text size="sm" role="status" hidden={total === 0}>
            {t.attention.waiting(total)}
          </Text>
          {total === 0 && chosen === undefined && <Well small />}
          {shown.length === 0 && (
            <Panel>
              <Empty
                title={t.attention.well.noneOf}
                action={
                  <Anchor component={Link} to="/attention" size="sm">
                    {t.attention.well.back}
                  </Anchor>
                }
              />
            </Panel>
          )}
          {shown.map((kind) => {
            const List = LISTS[kind];
            const { count } = all[kind];
            return (
              <Section key={kind} kind={kind} count={count}>
                <List count={count} brief={chosen === undefined} />
              </Section>
            );
          })}
        </Stack>
      )}
    </Page>
  );
}
