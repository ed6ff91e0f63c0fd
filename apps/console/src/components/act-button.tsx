import { Button } from '@mantine/core';
import type { Role } from '../auth/roles.js';
import { Allowed } from '../auth/allowed.js';

interface ActButtonProps {
  /** The least role that may do it. */
  needs?: Role;
  children: string;
  /** Says more than the words on it, where several of them stand on a screen. */
  label?: string;
  /** The second choice beside another button. */
  quiet?: boolean;
  danger?: boolean;
  loading?: boolean;
  onClick: () => void;
}

/** A small button in a row or a bar that changes something. */
export function ActButton(props: ActButtonProps) {
  const { needs = 'operator', children, label, quiet = false, danger = false, loading = false, onClick } = props;
  return (
    <Allowed needs={needs}>
      <Button
        size="xs"
        variant={quiet ? 'subtle' : 'default'}
        c={danger ? 'var(--usher-bad)' : undefined}
        aria-label={label}
        loading={loading}
        onClick={onClick}
      >
        {children}
      </Button>
    </Allowed>
  );
}
