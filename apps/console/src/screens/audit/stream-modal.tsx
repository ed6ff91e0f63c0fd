import { Button, Group, Modal, Radio, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { STREAM_FORMATS, type StreamFormat, useAddStream } from '../../api/audit-streams.js';
import { Failed } from '../../components/failed.js';
import { t } from '../../texts/en.js';
import { headersFrom } from './header-lines.js';

const texts = t.audit.streams;

interface StreamModalProps {
  opened: boolean;
  onClose: () => void;
  onMade: (made: { name: string; secret: string }) => void;
}

export function StreamModal(props: StreamModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={texts.add} size="lg">
      <Form {...props} />
    </Modal>
  );
}

function Form({ onClose, onMade }: StreamModalProps) {
  const add = useAddStream();
  const [failure, setFailure] = useState<unknown>();
  const form = useForm({
    initialValues: {
      ...{ name: '', url: '', headers: '', only: false },
      format: 'ndjson' as StreamFormat,
      after: 'now' as 'now' | 'beginning',
    },
    validate: {
      name: (value) => (value.trim() === '' ? texts.nameMissing : null),
      url: (value) => (value.trim() === '' ? texts.urlMissing : null),
      headers: (value) => (headersFrom(value) === null ? texts.headersWrong : null),
    },
  });

  async function submit({ name, url, headers, only, format, after }: typeof form.values): Promise<void> {
    setFailure(undefined);
    try {
      const made = await add.mutateAsync({
        ...{ name: name.trim(), url: url.trim(), format, after },
        filter: only ? { status: 'rejected,held' } : {},
        headers: headersFrom(headers) ?? {},
      });
      onMade({ name: made.name, secret: made.secret });
      onClose();
    } catch (error) {
      const field = error instanceof ApiError ? error.field : undefined;
      if (field !== undefined && field in form.values) form.setFieldError(field, (error as ApiError).message);
      else setFailure(error);
    }
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <TextInput data-autofocus label={texts.name} maxLength={100} {...form.getInputProps('name')} />
        <TextInput
          label={texts.url}
          description={texts.urlHint}
          placeholder="https://siem.example.org/usher"
          maxLength={2000}
          inputMode="url"
          {...form.getInputProps('url')}
        />
        <Radio.Group label={texts.format} {...form.getInputProps('format')}>
          <Stack gap="xs" mt={6}>
            {STREAM_FORMATS.map((format) => (
              <Radio
                key={format}
                value={format}
                label={texts.formats[format]}
                description={texts.formatHints[format]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Radio.Group label={texts.start} {...form.getInputProps('after')}>
          <Stack gap="xs" mt={6}>
            <Radio value="now" label={texts.starts.now} />
            <Radio value="beginning" label={texts.starts.beginning} />
          </Stack>
        </Radio.Group>
        <Switch label={texts.only} {...form.getInputProps('only', { type: 'checkbox' })} />
        <Textarea
          label={texts.headers}
          description={texts.headersHint}
          autosize
          minRows={2}
          spellCheck={false}
          {...form.getInputProps('headers')}
        />
        {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={form.submitting}>
            {texts.add}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
