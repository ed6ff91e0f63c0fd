import { Alert, Anchor, Group, Tabs } from '@mantine/core';
import { Link, useNavigate, useParams } from 'react-router';
import { type Connection, useConnection } from '../../api/connections.js';
import { Lost } from '../../app/lost.js';
import { Page } from '../../app/page.js';
import { ConnectionLight } from '../../components/connection-light.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { ConnectionActs } from './connection-acts.js';
import { FreshToken } from './fresh-token.js';
import { GuidePart } from './guide-part.js';
import { SettingsPart } from './settings-part.js';
import { TokensPart } from './tokens-part.js';

const PARTS = ['guide', 'tokens', 'settings'] as const;
type Part = (typeof PARTS)[number];

/** `/setup/<connection>`, with `/tokens` or `/settings` after it. */
export function ConnectionScreen() {
  const { connection: id = '', part = 'guide' } = useParams();
  const { data, error, refetch } = useConnection(id);
  if (!PARTS.some((known) => known === part)) return <Lost />;
  return (
    <Page
      title={data?.name ?? id}
      lead={
        data && (
          <Group gap="sm" mt={4}>
            <ConnectionLight connection={data} />
            <span>{data.guide.name}</span>
          </Group>
        )
      }
      above={
        <Anchor component={Link} to="/setup">
          {t.setup.title}
        </Anchor>
      }
    >
      {data ? (
        <Parts connection={data} part={part as Part} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  );
}

function Parts({ connection, part }: { connection: Connection; part: Part }) {
  const navigate = useNavigate();
  const open = (next: string | null): void =>
    void navigate(`/setup/${connection.id}${next === 'guide' ? '' : `/${next}`}`);
  return (
    <>
      {connection.archived !== null && (
        <Alert color="gray" variant="light" title={t.setup.acts.archived} mb="md">
          {t.setup.acts.archivedLead}
        </Alert>
      )}
      <FreshToken connection={connection.id} />
      <Tabs value={part} onChange={open} keepMounted={false}>
        <Tabs.List aria-label={t.setup.tabs.label} mb="md">
          {PARTS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t.setup.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="guide">
          <GuidePart connection={connection} />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <TokensPart connection={connection} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsPart connection={connection} />
          <ConnectionActs connection={connection} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
