import { Group, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { t } from '../texts/en.js';
import classes from './json-view.module.css';
import { useCopy } from './use-copy.js';

/** A JSON value to read and to copy. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? '';
  const shown = useRef<HTMLPreElement>(null);
  const { copied, failed, copy } = useCopy(text, shown);
  return (
    <div className={classes.frame}>
      <Group justify="flex-end" className={classes.bar}>
        <UnstyledButton onClick={copy} fz="xs" c="dimmed" aria-label={t.common.copyOf(label)}>
          {copied ? t.common.copied : failed ? t.common.notCopied : t.common.copy}
        </UnstyledButton>
      </Group>
      <pre className={classes.json} ref={shown} tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
