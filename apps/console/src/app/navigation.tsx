import { Badge, NavLink, VisuallyHidden } from '@mantine/core';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { useAttention } from '../api/attention.js';
import {
  IconAlertTriangle,
  IconHistory,
  IconLayoutDashboard,
  IconPlug,
  IconSettings,
  IconUsers,
  IconWorld,
} from '../components/icons.js';
import { t } from '../texts/en.js';
import classes from './navigation.module.css';

const SCREENS = [
  { to: '/', label: t.shell.nav.overview, Icon: IconLayoutDashboard },
  { to: '/setup', label: t.shell.nav.setup, Icon: IconPlug },
  { to: '/targets', label: t.shell.nav.targets, Icon: IconWorld },
  { to: '/people', label: t.shell.nav.people, Icon: IconUsers },
  { to: '/audit', label: t.shell.nav.audit, Icon: IconHistory },
  { to: '/attention', label: t.shell.nav.attention, Icon: IconAlertTriangle },
  { to: '/settings', label: t.shell.nav.settings, Icon: IconSettings },
];

/** The screens; what waits for a person shows its number. */
export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  const { total } = useAttention();
  return (
    <nav aria-label={t.shell.navigation} className={classes.list}>
      {SCREENS.map(({ to, label, Icon }) => (
        <NavLink
          key={to}
          component={RouterLink}
          to={to}
          label={label}
          active={to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)}
          leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
          rightSection={to === '/attention' && total > 0 && <Waiting count={total} />}
          onClick={onNavigate}
          className={classes.link}
        />
      ))}
    </nav>
  );
}

function Waiting({ count }: { count: number }) {
  return (
    <Badge size="sm" variant="light" color="orange" className={classes.count}>
      <span aria-hidden="true">{count > 999 ? '999+' : count}</span>
      <VisuallyHidden>{t.shell.waiting(count)}</VisuallyHidden>
    </Badge>
  );
}
