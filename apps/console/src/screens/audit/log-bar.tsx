import { Button, Group, Switch, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import type { Total } from '../../api/audit-entries.js';
import { Allowed } from '../../auth/allowed.js';
import { IconDownload, IconTrash } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';
import { ExportModal } from './export-modal.js';
import { totalWords } from './total-words.js';
import type { useLive } from './use-live.js';
import type { UsedSearch } from './use-search.js';

const texts = t.audit.live;

interface LogBarProps {
  total: Total | undefined;
  isLoading: boolean;
  isLive: boolean;
  setLive: (on: boolean) => void;
  /** The search ends before now. */
  isPast: boolean;
  live: ReturnType<typeof useLive>;
  used: UsedSearch;
}

/** How many there are, whether new ones come in, and what can be done with all of them. */
export function LogBar({ total, isLoading, isLive, setLive, isPast, live, used }: LogBarProps) {
  const [exporting, setExporting] = useState(false);
  const isLost = isLive && !isPast && live.stream.state === 'waiting';
  return (
    <Group justify="space-between" gap="xs" my="sm">
      <Group gap="md">
        <Text size="sm" fw={600} className="figures" role="status" aria-busy={isLoading}>
          {total === undefined ? ' ' : totalWords(total)}
        </Text>
        <Tooltip label={isPast ? texts.past : texts.on}>
          <Switch
            size="sm"
            label={isLost ? texts.lost : texts.label}
            checked={isLive && !isPast}
            disabled={isPast}
            onChange={(event) => setLive(event.currentTarget.checked)}
            className={classes.live}
          />
        </Tooltip>
        <Arrived count={live.added + live.waiting} />
      </Group>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          onClick={() => setExporting(true)}
        >
          {t.audit.exports.these}
        </Button>
        <Allowed needs="administrator">
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/audit/clear${used.address}`}
            leftSection={<IconTrash size={15} aria-hidden />}
          >
            {t.audit.clear.these}
          </Button>
        </Allowed>
      </Group>
      <ExportModal opened={exporting} onClose={() => setExporting(false)} used={used} total={total} />
    </Group>
  );
}

const QUIET = 5_000;

/** Says how many have come, now and then only: nobody could listen to each of them. */
function Arrived({ count }: { count: number }) {
  const [told, setTold] = useState({ before: count, now: count });
  useEffect(() => {
    if (count === told.now) return;
    const timer = window.setTimeout(() => setTold(({ now }) => ({ before: Math.min(now, count), now: count })), QUIET);
    return () => window.clearTimeout(timer);
  }, [count, told.now]);
  const fresh = told.now - told.before;
  return <VisuallyHidden role="status">{fresh > 0 ? texts.pill(fresh, false) : ''}</VisuallyHidden>;
}
