import { Alert, Button, Group, Modal, NumberInput, Stack, Switch, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { ApiError } from '../../api/api-error.js';
import { useSetAuditPolicy } from '../../api/audit-policies.js';
import { Failed } from '../../components/failed.js';
import { useFailure } from '../../components/use-failure.js';
import { t } from '../../texts/en.js';
import type { NamedPolicy } from './policies-screen.js';

const texts = t.audit.policies;
const SUGGESTED = ['emails', 'name', 'displayName', 'phoneNumbers', 'addresses', 'title', 'externalId'];
const MOST_DAYS = 36_500;
const USUAL_DAYS = 365;

interface PolicyModalProps {
  policy: NamedPolicy | undefined;
  onClose: () => void;
}

export function PolicyModal({ policy, onClose }: PolicyModalProps) {
  return (
    <Modal opened={policy !== undefined} onClose={onClose} title={policy && texts.editOf(policy.name)}>
      {policy && <Form policy={policy} onClose={onClose} />}
    </Modal>
  );
}

function Form({ policy, onClose }: { policy: NamedPolicy; onClose: () => void }) {
  const set = useSetAuditPolicy();
  const [failure, setFailure] = useFailure();
  const form = useForm({
    initialValues: {
      forGood: policy.retentionDays === null,
      days: (policy.retentionDays ?? USUAL_DAYS) as number | string,
      masked: policy.masked,
    },
    validate: {
      days: (value, { forGood }) =>
        forGood || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_DAYS)
          ? null
          : texts.daysMissing,
    },
  });
  const { forGood, days } = form.values;
  const isShorter =
    !forGood && typeof days === 'number' && (policy.retentionDays === null || days < policy.retentionDays);

  async function submit(values: typeof form.values): Promise<void> {
    setFailure(undefined);
    try {
      const retentionDays = values.forGood ? null : Number(values.days);
      await set.mutateAsync({ connection: policy.connection, retentionDays, masked: values.masked });
      notifications.show({ message: t.common.saved, color: 'green' });
      onClose();
    } catch (error) {
      if (error instanceof ApiError && error.field === 'masked') form.setFieldError('masked', error.message);
      else if (error instanceof ApiError && error.field === 'retentionDays') form.setFieldError('days', error.message);
      else setFailure(error);
    }
  }

  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <Switch label={texts.keepForGood} {...form.getInputProps('forGood', { type: 'checkbox' })} />
        {!forGood && (
          <NumberInput
            label={texts.daysLabel}
            min={1}
            max={MOST_DAYS}
            allowDecimal={false}
            thousandSeparator=","
            maw={220}
            {...form.getInputProps('days')}
          />
        )}
        {isShorter && (
          <Alert color="orange" variant="light">
            {texts.shorter(texts.days(days))}
          </Alert>
        )}
        <TagsInput
          label={texts.maskedLabel}
          description={`${texts.maskedHint} ${texts.maskedLater}`}
          data={SUGGESTED}
          splitChars={[',', ' ', ';']}
          {...form.getInputProps('masked')}
        />
        {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={form.submitting} color={isShorter ? 'red' : undefined}>
            {t.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
