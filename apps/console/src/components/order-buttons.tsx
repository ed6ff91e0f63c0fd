import { ActionIcon, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { IconArrowDown, IconArrowUp, IconX } from './icons.js';

interface OrderButtonsProps {
  /** Of the row, from 0. */
  index: number;
  /** How many rows there are. */
  count: number;
  labels: { up: string; down?: string; remove: string };
  onMove: (to: number) => void;
  onRemove: () => void;
  className?: string;
}

/** Moves a row of a list whose order counts, or takes it out; without a label for it, not downwards. */
export function OrderButtons({ index, count, labels, onMove, onRemove, className }: OrderButtonsProps) {
  return (
    <Group gap={4} wrap="nowrap" className={className}>
      <Icon label={labels.up} disabled={index === 0} onClick={() => onMove(index - 1)}>
        <IconArrowUp size={15} />
      </Icon>
      {labels.down !== undefined && (
        <Icon label={labels.down} disabled={index === count - 1} onClick={() => onMove(index + 1)}>
          <IconArrowDown size={15} />
        </Icon>
      )}
      <Icon label={labels.remove} onClick={onRemove}>
        <IconX size={15} />
      </Icon>
    </Group>
  );
}

interface IconProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function Icon({ label, disabled = false, onClick, children }: IconProps) {
  return (
    <ActionIcon variant="subtle" color="gray" disabled={disabled} onClick={onClick} aria-label={label}>
      {children}
    </ActionIcon>
  );
}
