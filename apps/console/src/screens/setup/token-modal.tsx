import { Button, Group, Modal, Radio, Select, Stack, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Token, useCreateToken, useUpdateToken } from '../../api/connections.js';
import { Failed } from '../../components/failed.js';
import { useFailure } from '../../components/use-failure.js';
import { t } from '../../texts/en.js';
import { EXPIRIES, type Expiry, expiresAt, isDayToCome } from './expiry.js';
import { keepFreshToken } from './fresh-tokens.js';

const texts = t.setup.tokens;

interface TokenModalProps {
  opened: boolean;
  onClose: () => void;
  connection: string;
  /** The one that is changed; undefined: a new one is made. */
  token: Token | undefined;
}

export function TokenModal(props: TokenModalProps) {
  const title = props.token === undefined ? texts.make : texts.editTitle(props.token.name);
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={title}>
      <Form {...props} />
    </Modal>
  );
}

function Form({ onClose, connection, token }: TokenModalProps) {
  const create = useCreateToken();
  const update = useUpdateToken(connection);
  const [failure, setFailure] = useFailure();
  const form = useForm({
    initialValues: {
      name: token?.name ?? '',
      scope: token?.scope ?? 'write',
      networks: token?.networks ?? [],
      expiry: (token === undefined ? 'never' : 'keep') as Expiry,
      day: '',
    },
    validate: {
      name: (value) => (value.trim() === '' ? t.setup.make.nameMissing : null),
      day: (value, { expiry }) =>
        expiry === 'date' && !isDayToCome(value, new Date()) ? texts.expiry.dateWrong : null,
    },
  });

  async function submit({ name, scope, networks, expiry, day }: typeof form.values): Promise<void> {
    setFailure(undefined);
    const expires = expiresAt(expiry, day, new Date());
    const settings = { name: name.trim(), networks, ...(expires !== undefined && { expires }) };
    try {
      if (token === undefined) {
        keepFreshToken(connection, await create.mutateAsync({ ...settings, connection, scope }));
      } else {
        await update.mutateAsync({ ...settings, id: token.id });
      }
      onClose();
    } catch (error) {
      setFailure(error);
    }
  }

  const expiries = EXPIRIES.filter((expiry) => token !== undefined || expiry !== 'keep');
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={texts.name}
          description={texts.nameHint}
          maxLength={100}
          {...form.getInputProps('name')}
        />
        {token === undefined && (
          <Radio.Group label={texts.scope} {...form.getInputProps('scope')}>
            <Group gap="lg" mt={6}>
              <Radio value="write" label={texts.scopes.write} />
              <Radio value="read" label={texts.scopes.read} />
            </Group>
          </Radio.Group>
        )}
        <Select
          label={texts.expires}
          data={expiries.map((value) => ({ value, label: expiryLabel(value) }))}
          allowDeselect={false}
          {...form.getInputProps('expiry')}
        />
        {form.values.expiry === 'date' && (
          <TextInput type="date" label={texts.expiry.dateLabel} {...form.getInputProps('day')} />
        )}
        <TagsInput
          label={texts.networks}
          description={texts.networksHint}
          splitChars={[',', ' ', ';']}
          {...form.getInputProps('networks')}
        />
        {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={form.submitting}>
            {token === undefined ? texts.make : t.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function expiryLabel(expiry: Expiry): string {
  if (expiry === 'never' || expiry === 'year' || expiry === 'date' || expiry === 'keep') return texts.expiry[expiry];
  return texts.expiry.days(Number(expiry));
}
