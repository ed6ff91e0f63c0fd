import { Anchor, Button, Group, Tabs, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useTarget } from '../../../api/targets.js';
import { Lost } from '../../../app/lost.js';
import { Page } from '../../../app/page.js';
import { useRole } from '../../../auth/use-session.js';
import { Failed } from '../../../components/failed.js';
import { IconExternalLink } from '../../../components/icons.js';
import { Loading } from '../../../components/loading.js';
import { SiteState } from '../../../components/site-state.js';
import { t } from '../../../texts/en.js';
import { useDraft } from '../draft/draft-context.js';
import { DraftProvider } from '../draft/draft-provider.js';
import { partOf } from '../draft/faults.js';
import { JsonModal } from '../draft/json-modal.js';
import { LeaveGuard } from '../draft/leave-guard.js';
import { Overtaken } from '../draft/overtaken.js';
import { SaveBar } from '../draft/save-bar.js';
import { MappingPart } from '../mapping/mapping-part.js';
import { DeprovisioningPart } from '../settings/deprovisioning-part.js';
import { LimitsPart } from '../settings/limits-part.js';
import { RolesPart } from '../settings/roles-part.js';
import { ScopePart } from '../settings/scope-part.js';
import { ConnectionPart } from './connection-part.js';
import { OverviewPart } from './overview-part.js';
import classes from './target-screen.module.css';
import { VersionsPart } from './versions-part.js';

const PARTS = [
  ...(['overview', 'mapping', 'deprovisioning', 'scope', 'roles', 'limits', 'connection', 'versions'] as const),
];
type Part = (typeof PARTS)[number];
/** Those that show the settings, which are one document. */
const SETTINGS: readonly Part[] = ['mapping', 'deprovisioning', 'scope', 'roles', 'limits', 'versions'];

/** `/targets/<site>`, with `/mapping` and the like after it. */
export function TargetScreen() {
  const { target: id = '', part = 'overview' } = useParams();
  const { data, error, refetch } = useTarget(id);
  if (!PARTS.some((known) => known === part)) return <Lost />;
  const above = (
    <Anchor component={Link} to="/targets">
      {t.targets.title}
    </Anchor>
  );
  if (data === undefined)
    return (
      <Page title={id} above={above}>
        {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={8} />}
      </Page>
    );
  return (
    <Page
      title={data.name}
      lead={
        <Group gap="sm" mt={4}>
          <SiteState target={data} />
          <Anchor href={data.siteUrl} target="_blank" rel="noreferrer" size="sm" className={classes.address}>
            {data.siteUrl} <IconExternalLink size={13} aria-label={t.targets.site.open} />
          </Anchor>
        </Group>
      }
      above={above}
    >
      <DraftProvider key={id} target={data}>
        <Parts part={part as Part} />
      </DraftProvider>
    </Page>
  );
}

function Parts({ part }: { part: Part }) {
  const { target, check, readOnly } = useDraft();
  const { role } = useRole();
  const [asJson, setAsJson] = useState(false);
  const navigate = useNavigate();
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const active = tabs.current?.querySelector('[aria-selected="true"]');
    active?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [part]);
  const open = (next: string | null): void =>
    void navigate(`/targets/${target.id}${next === 'overview' ? '' : `/${next}`}`);
  const isFaulty = (each: Part): boolean => check.faults.some(({ path }) => partOf(path) === each);
  return (
    <>
      <LeaveGuard />
      <Overtaken />
      <Tabs value={part} onChange={open} keepMounted={false}>
        <Tabs.List ref={tabs} aria-label={t.targets.tabs.label} mb="md" className={classes.tabs}>
          {PARTS.map((each) => (
            <Tabs.Tab key={each} value={each} data-faulty={isFaulty(each) || undefined}>
              {t.targets.tabs[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={part}>
          {readOnly && SETTINGS.includes(part) && (
            <Text size="sm" c="dimmed" mb="md">
              {t.common.role.needs('administrator', role)}
            </Text>
          )}
          <PartOf part={part} />
        </Tabs.Panel>
      </Tabs>
      {SETTINGS.includes(part) && (
        <Button variant="subtle" color="gray" size="xs" mt="md" onClick={() => setAsJson(true)}>
          {t.targetDraft.json.open}
        </Button>
      )}
      <SaveBar />
      <JsonModal opened={asJson} onClose={() => setAsJson(false)} />
    </>
  );
}

function PartOf({ part }: { part: Part }) {
  const { target } = useDraft();
  switch (part) {
    case 'overview':
      return <OverviewPart target={target} />;
    case 'mapping':
      return <MappingPart />;
    case 'deprovisioning':
      return <DeprovisioningPart />;
    case 'scope':
      return <ScopePart />;
    case 'roles':
      return <RolesPart />;
    case 'limits':
      return <LimitsPart />;
    case 'connection':
      return <ConnectionPart target={target} />;
    case 'versions':
      return <VersionsPart />;
  }
}
