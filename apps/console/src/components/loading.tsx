import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { t } from '../texts/en.js';

/** The place of what is on its way: as many lines as it will have, about. */
export function Loading({ lines = 4, label = t.common.loading }: { lines?: number; label?: string }) {
  return (
    <Stack gap="sm" py="sm" aria-busy="true">
      <VisuallyHidden role="status">{label}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} radius="xs" />
      ))}
    </Stack>
  );
}
