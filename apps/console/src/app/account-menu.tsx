import { Button, Menu, Text } from '@mantine/core';
import { IconChevronDown, IconLogout, IconUser } from '../components/icons.js';
import { session } from '../auth/session.js';
import { useRole } from '../auth/use-session.js';
import { t } from '../texts/en.js';

/** Who is signed in, as what, and the way out. */
export function AccountMenu() {
  const { me, role } = useRole();
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          px="xs"
          leftSection={<IconUser size={17} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          aria-label={t.shell.account(me.actor)}
          c="var(--mantine-color-text)"
        >
          <Text span size="sm" truncate maw={180} visibleFrom="xs">
            {me.actor}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)" fw={600} truncate>
            {me.actor}
          </Text>
          {t.common.role[role]}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => session.end('signedOut')}>
          {t.shell.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
