import { Alert, Button, Group, Text } from '@mantine/core';
import { CopyField } from '../../components/copy-field.js';
import { IconKey } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import { forgetFreshToken, useFreshToken } from './fresh-tokens.js';

/** The token that was just made: shown until it is put away, or the page is left. */
export function FreshToken({ connection }: { connection: string }) {
  const token = useFreshToken(connection);
  if (token === undefined) return null;
  return (
    <Alert color="ink" variant="light" icon={<IconKey size={18} />} title={t.setup.token.once} mb="md" role="status">
      <Text size="sm" mb="sm">
        {t.setup.token.onceLead}
      </Text>
      <CopyField label={t.setup.token.label} value={token} hideLabel />
      <Group justify="flex-end" mt="sm">
        <Button size="xs" variant="default" onClick={() => forgetFreshToken(connection)}>
          {t.setup.token.done}
        </Button>
      </Group>
    </Alert>
  );
}
