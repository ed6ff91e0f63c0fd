import { Button, Group, Modal, Radio, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { ApiError } from '../../api/api-error.js';
import {
  type AuditStream,
  STREAM_FORMATS,
  type StreamFormat,
  useAddStream,
  useChangeStream,
} from '../../api/audit-streams.js';
import { Failed } from '../../components/failed.js';
import { useFailure } from '../../components/use-failure.js';
import { t } from '../../texts/en.js';
import { headersFrom } from './header-lines.js';

const texts = t.audit.streams;

const FAILURES = 'rejected,held';

interface StreamModalProps {
  /** What is changed; null: another one is added. Undefined: closed. */
  stream: AuditStream | null | undefined;
  onClose: () => void;
  onMade: (made: { name: string; secret: string }) => void;
}

export function StreamModal(props: StreamModalProps) {
  const { stream, onClose } = props;
  const title = stream ? texts.changeOf(stream.name) : texts.add;
  return (
    <Modal opened={stream !== undefined} onClose={onClose} title={title} size="lg">
      {stream !== undefined && <Form {...props} stream={stream} />}
    </Modal>
  );
}

/** Null for a filter that was made by the API, of which the form knows nothing. */
function onlyFailures(filter: AuditStream['filter']): boolean | null {
  const fields = Object.keys(filter);
  if (fields.length === 0) return false;
  return fields.join() === 'status' && String(filter.status) === FAILURES ? true : null;
}

function Form({ stream, onClose, onMade }: StreamModalProps & { stream: AuditStream | null }) {
  const add = useAddStream();
  const change = useChangeStream();
  const [failure, setFailure] = useFailure();
  const only = stream ? onlyFailures(stream.filter) : false;
  const form = useForm({
    initialValues: {
      ...{ name: stream?.name ?? '', url: stream?.url ?? '', headers: '', only: only === true },
      format: stream?.format ?? ('ndjson' as StreamFormat),
      after: 'now' as 'now' | 'beginning',
    },
    validate: {
      name: (value) => (value.trim() === '' ? texts.nameMissing : null),
      url: (value) => (value.trim() === '' ? texts.urlMissing : null),
      headers: (value) => (headersFrom(value) === null ? texts.headersWrong : null),
    },
  });

  async function submit({ name, url, headers, format, after, ...values }: typeof form.values): Promise<void> {
    setFailure(undefined);
    const common = { name: name.trim(), url: url.trim(), format };
    const filter: Record<string, string> = values.only ? { status: FAILURES } : {};
    const given = headersFrom(headers) ?? {};
    try {
      if (stream === null) {
        const made = await add.mutateAsync({ ...common, filter, headers: given, after });
        onMade({ name: made.name, secret: made.secret });
      } else {
        await change.mutateAsync({
          ...{ id: stream.id, ...common },
          ...(only !== null && { filter }),
          ...(headers.trim() !== '' && { headers: given }),
        });
      }
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
        {stream === null && (
          <Radio.Group label={texts.start} {...form.getInputProps('after')}>
            <Stack gap="xs" mt={6}>
              <Radio value="now" label={texts.starts.now} />
              <Radio value="beginning" label={texts.starts.beginning} />
            </Stack>
          </Radio.Group>
        )}
        {only !== null && <Switch label={texts.only} {...form.getInputProps('only', { type: 'checkbox' })} />}
        <Textarea
          label={texts.headers}
          description={
            stream?.headerNames.length ? texts.headersKept(stream.headerNames.join(', ')) : texts.headersHint
          }
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
            {stream === null ? texts.add : t.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
