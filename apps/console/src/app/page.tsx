import { Box, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { t } from '../texts/en.js';
import classes from './page.module.css';

interface PageProps {
  title: string;
  lead?: ReactNode;
  /** Way back to the screen above. */
  above?: ReactNode;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/**
 * One screen: its title is the document's, and takes the focus when the screen has been changed, so that who doesn't see
 * it hears where they are.
 */
export function Page({ title, lead, above, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname, key } = useLocation();

  useEffect(() => {
    document.title = t.shell.title(title);
  }, [title]);

  useEffect(() => {
    // The first screen after loading: the browser itself reads it from the top. A changed search is no other screen.
    if (key !== 'default') heading.current?.focus({ preventScroll: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [pathname]);

  return (
    <Box className={classes.page}>
      {above !== undefined && <div className={classes.above}>{above}</div>}
      <Group justify="space-between" align="flex-start" gap="md" className={classes.head}>
        <div className={classes.titles}>
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {lead !== undefined && (
            <Text c="dimmed" component="div">
              {lead}
            </Text>
          )}
        </div>
        {actions !== undefined && <Group gap="sm">{actions}</Group>}
      </Group>
      {children}
    </Box>
  );
}
