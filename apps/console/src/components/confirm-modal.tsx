import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { messageOf } from '../api/api-error.js';
import { t } from '../texts/en.js';
import { useFailure } from './use-failure.js';
import { useFocusBack } from './use-focus-back.js';

interface ConfirmModalProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  /** Must be typed, for what can't be taken back. */
  word?: string;
  danger?: boolean;
  /** Closes when it resolves; says why when it rejects. */
  onConfirm: () => Promise<unknown>;
}

/** Asks before something is done. */
export function ConfirmModal(props: ConfirmModalProps) {
  useFocusBack();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={props.title}>
      <Body {...props} />
    </Modal>
  );
}

/** Mounted anew each time that it opens, so that nothing typed or said remains. */
function Body({ opened, onClose, children, action, word, danger = false, onConfirm }: ConfirmModalProps) {
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useFailure();
  const isOpen = useRef(opened);
  const mayGo = word === undefined || typed.trim() === word;

  useEffect(() => {
    isOpen.current = opened;
    return () => {
      isOpen.current = false;
    };
  }, [opened]);

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!mayGo || busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await onConfirm();
      // It may be closed already, and another one be open in its place.
      if (isOpen.current) onClose();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void confirm(event)}>
      <Stack gap="md">
        <div>{children}</div>
        {word !== undefined && (
          <TextInput
            data-autofocus
            label={t.common.confirm.type(word)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        {failure !== undefined && (
          <Alert role="alert" color="red" variant="light">
            {messageOf(failure)}
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" color={danger ? 'red' : undefined} disabled={!mayGo} loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
