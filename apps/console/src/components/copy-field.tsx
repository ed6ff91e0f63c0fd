import { ActionIcon, CopyButton, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { t } from '../texts/en.js';
import classes from './copy-field.module.css';
import { IconCheck, IconCopy } from './icons.js';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Shown in its place, for what is long or not to be read over a shoulder. */
  shown?: string;
  hideLabel?: boolean;
}

/** A value that goes into another program's form, with a button that copies it. */
export function CopyField({ label, value, shown = value, hideLabel = false }: CopyFieldProps) {
  return (
    <div className={classes.field}>
      {hideLabel ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <Text size="xs" c="dimmed" className={classes.label}>
          {label}
        </Text>
      )}
      <code className={classes.value}>{shown}</code>
      <CopyButton value={value} timeout={1_600}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? t.common.copied : t.common.copy}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label={t.common.copyOf(label)}
              className={classes.button}
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              <VisuallyHidden role="status">{copied ? t.common.copiedOf(label) : ''}</VisuallyHidden>
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
