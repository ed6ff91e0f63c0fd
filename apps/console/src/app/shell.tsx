import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense } from 'react';
import { Link, Outlet } from 'react-router';
import { Loading } from '../components/loading.js';
import { t } from '../texts/en.js';
import { AccountMenu } from './account-menu.js';
import { Brand } from './brand.js';
import { Navigation } from './navigation.js';
import { SchemeMenu } from './scheme-menu.js';
import classes from './shell.module.css';
import { StaleNote } from './stale-note.js';

/** The frame: a bar above, the screens' list at the side (a drawer where there is no room), one screen as `main`. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 224, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={0}
      withBorder={false}
    >
      <a href="#content" className="skip-link">
        {t.shell.skip}
      </a>
      <AppShell.Header className={classes.bar}>
        <Group gap="xs" wrap="nowrap">
          <Burger
            opened={opened}
            onClick={toggle}
            hiddenFrom="md"
            size="sm"
            aria-expanded={opened}
            aria-label={opened ? t.shell.closeNavigation : t.shell.openNavigation}
          />
          <Link to="/" className={classes.home}>
            <Brand />
          </Link>
        </Group>
        <Group gap={4} wrap="nowrap">
          <SchemeMenu />
          <AccountMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar component="div" className={classes.side}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} className={classes.main}>
        <StaleNote />
        <Suspense fallback={<Pending />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}

function Pending() {
  return (
    <div className={classes.pending}>
      <Loading lines={6} />
    </div>
  );
}
