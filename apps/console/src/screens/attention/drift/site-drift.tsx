import { Group, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { type DriftFinding, useDrift } from '../../../api/drift.js';
import { ActButton } from '../../../components/act-button.js';
import { Failed } from '../../../components/failed.js';
import { t } from '../../../texts/en.js';
import { RepairModal } from '../../targets/site/repair-modal.js';
import classes from '../attention.module.css';
import { Rows } from '../section.js';
import { SiteHeading } from '../site-heading.js';
import { DifferingAccount } from './differing-account.js';
import { differingOf, repairable } from './differing.js';

const texts = t.attention.drift;
const BRIEF = 3;
const UNLINKED = 'unlinked';

/** What differs in one site; nothing where nothing does. */
export function SiteDrift({ site, brief }: { site: { id: string; name: string }; brief: boolean }) {
  const drift = useDrift(site.id);
  const [repairing, setRepairing] = useState<readonly DriftFinding[] | 'all'>();
  const findings = useMemo(() => drift.data?.pages.flatMap((page) => page.findings), [drift.data]);
  const differing = useMemo(() => findings && differingOf(findings), [findings]);
  if (drift.error && drift.data === undefined)
    return (
      <div className={classes.inset}>
        <Failed error={drift.error} onRetry={() => void drift.refetch()} />
      </div>
    );
  const counts = drift.data?.pages[0]?.counts.filter(({ state }) => state === 'open' || state === 'asked') ?? [];
  const total = sum(counts);
  const whole = sum(counts.filter(({ group }) => group !== UNLINKED));
  if (drift.data !== undefined && total === 0) return null;
  const most = brief ? BRIEF : Infinity;
  const hidden = (differing?.length ?? 0) > most || (brief && drift.hasNextPage);
  return (
    <>
      <SiteHeading id={site.id}>
        <Group gap="sm">
          <Text size="xs" c="dimmed">
            {texts.findings(total)}
          </Text>
          {whole > 1 && <ActButton onClick={() => setRepairing('all')}>{texts.repairAll(whole)}</ActButton>}
        </Group>
      </SiteHeading>
      <Rows
        list={{ ...drift, data: differing }}
        label={`${t.attention.kinds.drift}: ${site.name}`}
        rowId={({ key }) => key}
        brief={hidden ? { most, kind: 'drift', count: total } : null}
        row={(one) => (
          <DifferingAccount
            target={site.id}
            differing={one}
            onRepair={() => setRepairing(one.findings.filter(repairable))}
          />
        )}
      />
      {repairing !== undefined && (
        <RepairModal
          target={site.id}
          findings={repairing}
          shown={findings ?? []}
          onClose={() => setRepairing(undefined)}
          onDone={() => undefined}
        />
      )}
    </>
  );
}

const sum = (counts: readonly { count: number }[]): number => counts.reduce((all, { count }) => all + count, 0);
