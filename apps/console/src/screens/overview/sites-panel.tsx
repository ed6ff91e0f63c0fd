import { Anchor, Button, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useTargets } from '../../api/targets.js';
import { Panel } from '../../app/panel.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { RelativeTime } from '../../components/relative-time.js';
import { SiteState } from '../../components/site-state.js';
import { t } from '../../texts/en.js';
import classes from './overview.module.css';

const texts = t.overview.sites;

/** Each site, and whether it serves; those that don't come first. */
export function SitesPanel() {
  const { data, error, refetch } = useTargets();
  const sites = [...(data ?? [])].sort((a, b) => Number(a.state === 'ready') - Number(b.state === 'ready'));
  return (
    <Panel title={texts.title} flush={sites.length > 0}>
      {error && data === undefined ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : sites.length === 0 ? (
        <Empty
          title={texts.none}
          action={
            <Button component={Link} to="/targets" variant="default" size="xs">
              {texts.add}
            </Button>
          }
        >
          {texts.noneDo}
        </Empty>
      ) : (
        <ul className={classes.rows}>
          {sites.map((site) => (
            <li key={site.id} className={classes.row}>
              <Anchor component={Link} to={`/targets/${site.id}`} size="sm" fw={600} c="inherit">
                {site.name}
              </Anchor>
              <SiteState target={site} />
              {site.reason !== null && (
                <Text size="xs" c="dimmed" className={classes.reason}>
                  {site.reason}
                </Text>
              )}
              <Text size="xs" c="dimmed" className={classes.reason}>
                {texts.since} <RelativeTime at={site.since} />
              </Text>
              {site.work.waiting > 0 && (
                <Text size="xs" c="dimmed" className={classes.reason}>
                  {texts.waiting(site.work.waiting)} <RelativeTime at={site.work.oldest} />
                </Text>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
