import { Text, VisuallyHidden } from '@mantine/core';
import type { Connection } from '../../api/connections.js';
import { type ScimRequest, useScimRequests } from '../../api/scim-requests.js';
import { Panel } from '../../app/panel.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { RelativeTime } from '../../components/relative-time.js';
import { StatusBadge } from '../../components/status-badge.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import classes from './live-panel.module.css';

const texts = t.setup.live;

/** Whether the identity provider gets through, and each of its requests as it arrives. */
export function LivePanel({ connection }: { connection: Connection }) {
  const { requests, before, stream } = useScimRequests(connection.id);
  const error = stream.error ?? before.error;
  return (
    <Panel title={texts.title} actions={<StreamState state={error ? 'waiting' : stream.state} />}>
      {error ? (
        <Failed error={error} onRetry={() => void before.refetch()} />
      ) : before.isPending ? (
        <Loading />
      ) : (
        <>
          <div aria-live="polite" className={classes.light}>
            <Light requests={requests} connected={connection.lastRequest !== null} />
          </div>
          {requests.length > 0 && (
            <ol className={classes.list} aria-label={texts.list}>
              {requests.map((request) => (
                <Request key={request.id} request={request} />
              ))}
            </ol>
          )}
        </>
      )}
    </Panel>
  );
}

function StreamState({ state }: { state: 'connecting' | 'open' | 'waiting' }) {
  const tone = { connecting: 'quiet', open: 'good', waiting: 'warn' } as const;
  return (
    <StatusBadge tone={tone[state]} pulse={state === 'open'}>
      {t.common.live[state]}
    </StatusBadge>
  );
}

function Light({ requests, connected }: { requests: readonly ScimRequest[]; connected: boolean }) {
  const [latest] = requests;
  const arrived = requests.some(isLetIn) || (connected && latest === undefined);
  if (arrived && (latest === undefined || isLetIn(latest)))
    return <StatusBadge tone="good">{texts.connected}</StatusBadge>;
  if (latest !== undefined) return <StatusBadge tone="bad">{texts.troubled}</StatusBadge>;
  return (
    <>
      <StatusBadge tone="info" pulse>
        {texts.waiting}
      </StatusBadge>
      <Text size="sm" c="dimmed" mt="xs">
        {texts.waitingDo}
      </Text>
    </>
  );
}

/** A filter that finds nobody, or a conflict, is an answer like others: what counts is that it was let in. */
const isLetIn = ({ status }: ScimRequest): boolean => status !== 401 && status !== 403 && status < 500;

function Request({ request }: { request: ScimRequest }) {
  const { method, path, status, milliseconds, sourceIp, token, userAgent, skipped, hint, detail, at } = request;
  const tone = status < 300 ? 'good' : status < 400 || status === 404 ? 'quiet' : 'bad';
  return (
    <li className={classes.request}>
      <div className={classes.line}>
        <VisuallyHidden>{texts.method}</VisuallyHidden>
        <code className={classes.path}>
          <b>{method}</b> {path}
        </code>
        <StatusBadge tone={tone}>{status}</StatusBadge>
      </div>
      {(hint ?? (status >= 400 ? detail : null)) && (
        <Text size="sm" className={classes.hint}>
          {hint ?? detail}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        <RelativeTime at={at} /> · {duration(milliseconds)} · {token === null ? texts.unknownToken : texts.by(token)} ·{' '}
        {texts.from(sourceIp)}
        {userAgent !== null && ` · ${userAgent}`}
        {skipped > 0 && ` · ${texts.skipped(skipped)}`}
      </Text>
    </li>
  );
}
