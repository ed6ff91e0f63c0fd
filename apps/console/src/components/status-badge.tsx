import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

/** How a state is: its colour and mark; the words say the same. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'quiet';

interface StatusBadgeProps {
  tone: Tone;
  children: ReactNode;
  /** It is going on right now. */
  pulse?: boolean;
}

/** A state in words, with a mark whose colour and shape repeat it. */
export function StatusBadge({ tone, children, pulse = false }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.mark} data-pulse={pulse || undefined} aria-hidden="true" />
      {children}
    </span>
  );
}
