import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Panel } from '../../app/panel.js';
import { fetchSignInWays } from '../../auth/me.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { StatusBadge } from '../../components/status-badge.js';
import { t } from '../../texts/en.js';
import classes from './settings.module.css';

const texts = t.settings.ways;

/** How operators may sign in. */
export function WaysPanel() {
  const { data, error, refetch } = useQuery({
    queryKey: ['sign-in'],
    queryFn: ({ signal }) => fetchSignInWays(signal),
  });
  return (
    <Panel title={texts.title}>
      {error && data === undefined ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : (
        <ul className={classes.rows}>
          <Way name={texts.token} on={data.token} note={texts.tokenHow} />
          <Way
            name={texts.oidc}
            on={data.oidc !== null}
            note={data.oidc === null ? texts.offHow : `${data.oidc.issuer}, ${texts.client(data.oidc.clientId)}`}
          />
        </ul>
      )}
    </Panel>
  );
}

function Way({ name, on, note }: { name: string; on: boolean; note: string }) {
  return (
    <li className={classes.row}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <StatusBadge tone={on ? 'good' : 'quiet'}>{on ? texts.on : texts.off}</StatusBadge>
      <Text size="xs" c="dimmed" className={classes.note}>
        {note}
      </Text>
    </li>
  );
}
