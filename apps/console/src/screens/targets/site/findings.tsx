import { Text } from '@mantine/core';
import type { Finding } from '../../../api/targets.js';
import { StatusBadge, type Tone } from '../../../components/status-badge.js';
import { t } from '../../../texts/en.js';
import classes from './findings.module.css';

const texts = t.targets.findings;
const TONES: Record<Finding['severity'], Tone> = { error: 'bad', warning: 'warn', note: 'info' };

/** What a check found, the gravest first, each with what to do. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  return (
    <ul className={classes.list} aria-label={texts.label}>
      {findings.map(({ severity, code, text, remedy }) => (
        <li key={`${code} ${text}`} className={classes.finding}>
          <StatusBadge tone={TONES[severity]}>{texts[severity]}</StatusBadge>
          <div className={classes.words}>
            <Text size="sm">{text}</Text>
            {remedy !== null && (
              <Text size="sm" c="dimmed">
                {remedy}
              </Text>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
