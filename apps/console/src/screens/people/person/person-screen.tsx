import { Anchor, Group, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { ApiError } from '../../../api/api-error.js';
import { type DirectoryUserDetails, useUser } from '../../../api/directory.js';
import { useStanding } from '../../../api/standings.js';
import { Page } from '../../../app/page.js';
import { Panel } from '../../../app/panel.js';
import { ConnectionName } from '../../../components/connection-select.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StatusBadge } from '../../../components/status-badge.js';
import { WantedBadge } from '../../../components/wanted-badge.js';
import { t } from '../../../texts/en.js';
import { HistoryPanel } from './history-panel.js';
import classes from './person.module.css';
import { SitesPanel } from './sites-panel.js';
import { WantedPanel } from './wanted-panel.js';

const texts = t.people.person;

/** `/people/<SCIM id>`: one person as wanted, as each site has them, and what happened. */
export function PersonScreen() {
  const { person: id = '' } = useParams();
  const { data: user, error, refetch } = useUser(id);
  const standing = useStanding(id);
  // Sites and the audit may know of somebody whom the directory has forgotten.
  const unknown = error instanceof ApiError && error.status === 404;
  const name = user?.displayName ?? user?.userName ?? standing.data?.userName ?? id;
  return (
    <Page
      title={name}
      lead={<Lead user={user} unknown={unknown} />}
      above={
        <Anchor component={Link} to="/people">
          {t.people.title}
        </Anchor>
      }
    >
      {error !== null && !unknown && user === undefined ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : user === undefined && !unknown ? (
        <Loading lines={10} />
      ) : (
        <div className={classes.parts}>
          <div className={classes.columns}>
            {user ? (
              <WantedPanel user={user} />
            ) : (
              <Panel title={texts.wantedTitle}>
                <Text size="sm" c="dimmed">
                  {texts.unknownLead}
                </Text>
              </Panel>
            )}
            <SitesPanel scimId={id} name={name} known={user !== undefined} query={standing} />
          </div>
          <HistoryPanel scimId={id} connection={user?.connection ?? standing.data?.connection ?? null} />
        </div>
      )}
    </Page>
  );
}

function Lead({ user, unknown }: { user: DirectoryUserDetails | undefined; unknown: boolean }) {
  if (unknown) return <StatusBadge tone="quiet">{t.people.wanted.unknown}</StatusBadge>;
  if (user === undefined) return null;
  return (
    <Group gap="sm" mt={4}>
      <WantedBadge user={user} />
      {user.deleted !== null && <RelativeTime at={user.deleted} />}
      <span>{user.userName}</span>
      <Anchor component={Link} to={`/setup/${encodeURIComponent(user.connection)}`} size="sm">
        <ConnectionName id={user.connection} />
      </Anchor>
    </Group>
  );
}
