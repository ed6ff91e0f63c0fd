import { Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { messageOf } from '../../api/api-error.js';
import { api } from '../../api/client.js';
import { Panel } from '../../app/panel.js';
import { StatusBadge } from '../../components/status-badge.js';
import { t } from '../../texts/en.js';
import classes from './settings.module.css';

const texts = t.settings.parts;

/** Each service with an address that is cheap to ask, and asks its database. */
const PARTS = [
  { name: texts.ingress, does: texts.ingressDoes, path: '/api/connections' },
  { name: texts.provisioner, does: texts.provisionerDoes, path: '/api/provisioning/attention' },
  { name: texts.audit, does: texts.auditDoes, path: '/api/audit/policies' },
];

const REFRESH = 15_000;

/** Whether each service answers, as this browser sees it. */
export function PartsPanel() {
  const answers = useQueries({
    queries: PARTS.map(({ path }) => ({
      queryKey: ['parts', path],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<unknown>(path, { signal }),
      retry: false,
      refetchInterval: REFRESH,
    })),
  });
  return (
    <Panel title={texts.title}>
      <ul className={classes.rows} aria-live="polite">
        {PARTS.map(({ name, does, path }, index) => {
          const { isPending, error } = answers[index] ?? { isPending: true, error: null };
          return (
            <li key={path} className={classes.row}>
              <Text size="sm">
                <Text span inherit fw={600}>
                  {name}
                </Text>{' '}
                {does}
              </Text>
              <StatusBadge tone={isPending ? 'quiet' : error ? 'bad' : 'good'}>
                {isPending ? texts.asked : error ? texts.fails : texts.answers}
              </StatusBadge>
              {error !== null && (
                <Text size="xs" c="dimmed" className={classes.note}>
                  {messageOf(error)}
                </Text>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
