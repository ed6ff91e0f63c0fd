import { Box, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  title: string;
  /** What to do about it. */
  children?: ReactNode;
  /** A button that does it. */
  action?: ReactNode;
}

/** Nothing is there, and why that is or what to do. */
export function Empty({ title, children, action }: EmptyProps) {
  return (
    <Box py="xl" px="md" ta="center" maw={480} mx="auto">
      <Text fw={600}>{title}</Text>
      {children !== undefined && (
        <Text component="div" c="dimmed" size="sm" mt={4}>
          {children}
        </Text>
      )}
      {action !== undefined && <Box mt="md">{action}</Box>}
    </Box>
  );
}
