import { Tooltip } from '@mantine/core';
import { cloneElement, type MouseEvent, type ReactElement } from 'react';
import { t } from '../texts/en.js';
import type { Role } from './roles.js';
import { useRole } from './use-session.js';

interface AllowedProps {
  /** The least role that may do it. */
  needs: Role;
  /** One button, switch or menu item. */
  children: ReactElement<Record<string, unknown>>;
}

/**
 * Disables what the role does not allow and says why. It can still be reached by the keyboard, or nobody would ever
 * read the reason.
 */
export function Allowed({ needs, children }: AllowedProps) {
  const { role, may } = useRole();
  if (may(needs)) return children;
  const stop = (event: MouseEvent): void => event.preventDefault();
  const disabled = cloneElement(children, {
    ...{ 'data-disabled': true, 'aria-disabled': true, onClick: stop, onChange: stop, readOnly: true },
    ...('href' in children.props && { href: undefined }),
  });
  return <Tooltip label={t.common.role.needs(needs, role)}>{disabled}</Tooltip>;
}
