import { Group, Progress, Text } from '@mantine/core';
import { t } from '../../texts/en.js';

interface ProgressLineProps {
  label: string;
  done: number;
  of: number;
}

/** How far something is that goes through many entries. */
export function ProgressLine({ label, done, of }: ProgressLineProps) {
  const part = of === 0 ? 100 : Math.min(100, (done / of) * 100);
  return (
    <div>
      <Group justify="space-between" gap="sm" mb={4}>
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed" className="figures">
          {t.audit.removal.doneOf(done, of)}
        </Text>
      </Group>
      <Progress.Root size="sm">
        <Progress.Section value={part} aria-label={label} />
      </Progress.Root>
    </div>
  );
}
