import { Anchor, Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useConnections } from '../../api/connections.js';
import { Panel } from '../../app/panel.js';
import { ConnectionLight } from '../../components/connection-light.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { RelativeTime } from '../../components/relative-time.js';
import { t } from '../../texts/en.js';
import classes from './overview.module.css';

const texts = t.overview.connections;

/** Each identity provider, and whether something came from it. */
export function ConnectionsPanel() {
  const { data, error, refetch } = useConnections();
  return (
    <Panel title={texts.title} flush={data !== undefined && data.length > 0}>
      {error && data === undefined ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : data.length === 0 ? (
        <Empty
          title={texts.none}
          action={
            <Button component={Link} to="/setup/new" variant="default" size="xs">
              {texts.add}
            </Button>
          }
        >
          {texts.noneDo}
        </Empty>
      ) : (
        <ul className={classes.rows}>
          {data.map((connection) => (
            <li key={connection.id} className={classes.row}>
              <Anchor component={Link} to={`/setup/${connection.id}`} size="sm" fw={600} c="inherit">
                {connection.name}
              </Anchor>
              <ConnectionLight connection={connection} />
              <Text size="xs" c="dimmed" className={classes.reason}>
                {texts.last}: <RelativeTime at={connection.lastRequest} />
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
