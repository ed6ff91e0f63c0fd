import { CopyButton, Group, UnstyledButton } from '@mantine/core';
import { t } from '../texts/en.js';
import classes from './json-view.module.css';

/** A JSON value to read and to copy. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  const text = JSON.stringify(value, null, 2) ?? '';
  return (
    <div className={classes.frame}>
      <Group justify="flex-end" className={classes.bar}>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <UnstyledButton onClick={copy} fz="xs" c="dimmed" aria-label={t.common.copyOf(label)}>
              {copied ? t.common.copied : t.common.copy}
            </UnstyledButton>
          )}
        </CopyButton>
      </Group>
      <pre className={classes.json} tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </div>
  );
}
