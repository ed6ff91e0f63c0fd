import { Alert, Button, Group, Text } from '@mantine/core';
import { isMissingRoute, messageOf } from '../api/api-error.js';
import { t } from '../texts/en.js';
import { IconAlertTriangle } from './icons.js';

interface FailedProps {
  error: unknown;
  /** What was wanted; default: that it could not be loaded. */
  title?: string;
  onRetry?: () => void;
}

/** What went wrong, in the server's words, and a way to try again. */
export function Failed({ error, title = t.common.failed.title, onRetry }: FailedProps) {
  const words = isMissingRoute(error) ? t.common.failed.notBuilt : messageOf(error);
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle size={18} />} title={title}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{words}</Text>
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t.common.retry}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
