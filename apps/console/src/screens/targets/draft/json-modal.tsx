import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { messageOf } from '../../../api/api-error.js';
import { faultsOf, tryOut } from '../../../api/target-settings.js';
import { t } from '../../../texts/en.js';
import { useDraft } from './draft-context.js';
import { faultWords } from './faults.js';

const texts = t.targetDraft.json;

/** The settings as one text, for who knows them. */
export function JsonModal({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.title} size="xl">
      <Editor onClose={onClose} />
    </Modal>
  );
}

function Editor({ onClose }: { onClose: () => void }) {
  const { target, settings, replace, readOnly } = useDraft();
  const [text, setText] = useState(() => JSON.stringify(settings, null, 2));
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);

  /** Usher completes what is left out, so that every tab finds what it shows. */
  async function take(): Promise<void> {
    setBusy(true);
    try {
      replace((await tryOut(target.id, JSON.parse(text))).settings);
      onClose();
    } catch (error) {
      const faults = faultsOf(error)?.map((each) => `${each.path} ${faultWords(each)}`.trim());
      setFault(faults === undefined || faults.length === 0 ? messageOf(error) : faults.join('\n'));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {texts.lead}
      </Text>
      <Textarea
        aria-label={texts.title}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFault(undefined);
        }}
        error={fault}
        errorProps={{ style: { whiteSpace: 'pre-line' } }}
        readOnly={readOnly}
        autosize
        minRows={12}
        maxRows={26}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8rem' } }}
      />
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t.common.close}
        </Button>
        {!readOnly && (
          <Button loading={busy} onClick={() => void take()}>
            {texts.take}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
