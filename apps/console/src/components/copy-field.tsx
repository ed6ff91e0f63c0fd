import { ActionIcon, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useRef } from 'react';
import { t } from '../texts/en.js';
import classes from './copy-field.module.css';
import { IconCheck, IconCopy } from './icons.js';
import { useCopy } from './use-copy.js';

interface CopyFieldProps {
  label: string;
  value: string;
  hideLabel?: boolean;
}

/** A value that goes into another program's form, with a button that copies it. */
export function CopyField({ label, value, hideLabel = false }: CopyFieldProps) {
  const shown = useRef<HTMLElement>(null);
  const { copied, failed, copy } = useCopy(value, shown);
  const words = copied ? t.common.copied : failed ? t.common.notCopied : t.common.copy;
  return (
    <div className={classes.field}>
      {hideLabel ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <Text size="xs" c="dimmed" className={classes.label}>
          {label}
        </Text>
      )}
      <code className={classes.value} ref={shown}>
        {value}
      </code>
      <Tooltip label={words}>
        <ActionIcon
          variant="subtle"
          color={copied ? 'green' : 'gray'}
          onClick={copy}
          aria-label={t.common.copyOf(label)}
          className={classes.button}
        >
          {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          <VisuallyHidden role="status">
            {copied ? t.common.copiedOf(label) : failed ? t.common.notCopied : ''}
          </VisuallyHidden>
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
