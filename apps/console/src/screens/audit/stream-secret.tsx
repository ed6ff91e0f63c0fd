import { Alert, Button, Stack, Text } from '@mantine/core';
import { CopyField } from '../../components/copy-field.js';
import { IconKey } from '../../components/icons.js';
import { t } from '../../texts/en.js';

const texts = t.audit.streams;

interface StreamSecretProps {
  name: string;
  secret: string;
  onDone: () => void;
}

/** The secret of a stream that was just made: told once. */
export function StreamSecret({ name, secret, onDone }: StreamSecretProps) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconKey size={18} />}
      title={`${name}: ${texts.secretTitle}`}
      role="status"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{texts.secretLead}</Text>
        <CopyField label={texts.secret} value={secret} />
        <Button size="xs" variant="default" onClick={onDone}>
          {texts.secretDone}
        </Button>
      </Stack>
    </Alert>
  );
}
