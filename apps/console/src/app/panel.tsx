import { Group, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface PanelProps {
  title?: ReactNode;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Up to the edges: for tables and lists. */
  flush?: boolean;
}

/** A part of a screen with a heading of its own. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${classes.panel}`} aria-labelledby={title === undefined ? undefined : id}>
      {(title !== undefined || actions !== undefined) && (
        <Group justify="space-between" gap="sm" className={classes.head}>
          {title !== undefined && (
            <Title order={2} id={id}>
              {title}
            </Title>
          )}
          {actions}
        </Group>
      )}
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
