import { Alert, Button, Group, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useEffect, useRef } from 'react';
import { type TargetDetails, type TargetEdit, useUpdateTarget } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { useRole } from '../../../auth/use-session.js';
import { Failed } from '../../../components/failed.js';
import { useFailure } from '../../../components/use-failure.js';
import { t } from '../../../texts/en.js';
import { isAddress } from '../add/site-form.js';
import { ConnectionSelect } from '../add/where-step.js';
import { RemoveTarget } from './remove-target.js';

const texts = t.targetSettings.connection;

interface Form {
  name: string;
  connection: string;
  siteUrl: string;
  username: string;
  applicationPassword: string;
}

const FIELDS = ['name', 'connection', 'siteUrl', 'username', 'applicationPassword'] as const;

const formOf = ({ name, connection, siteUrl, username }: TargetDetails): Form => ({
  ...{ name, connection, siteUrl, username: username ?? '', applicationPassword: '' },
});

/** Name, address, credentials, whose users the site gets; and its removal. */
export function ConnectionPart({ target }: { target: TargetDetails }) {
  return (
    <Stack gap="md" maw={760}>
      <Access target={target} />
      <RemoveTarget target={target} />
    </Stack>
  );
}

function Access({ target }: { target: TargetDetails }) {
  const { may } = useRole();
  const readOnly = !may('administrator');
  const fixed = target.managedBy === 'environment';
  const update = useUpdateTarget(target.id);
  const [failure, setFailure] = useFailure();
  const form = useForm<Form>({
    initialValues: formOf(target),
    validate: {
      name: (value) => (value.trim() === '' ? t.targets.make.missing : null),
      siteUrl: (value) => (isAddress(value) ? null : t.targets.make.addressBad),
      applicationPassword: (value, { siteUrl, username }) =>
        value === '' && (siteUrl.trim() !== target.siteUrl || username.trim() !== (target.username ?? ''))
          ? texts.passwordNeeded
          : null,
    },
  });

  const { version } = target;
  const known = useRef(target);
  useEffect(() => {
    // Somebody else has saved: what was not touched here is as they left it, what was typed stays.
    const [before, now, values] = [formOf(known.current), formOf(target), form.getValues()];
    const touched = FIELDS.filter((field) => values[field] !== before[field]);
    form.setInitialValues(now);
    form.setValues({ ...now, ...Object.fromEntries(touched.map((field) => [field, values[field]])) });
    known.current = target;
    // The form is another object each time, and the site another one at each look.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [version]);

  async function submit(values: Form): Promise<void> {
    setFailure(undefined);
    try {
      const { queued, ...saved } = await update.mutateAsync(editOf(values, target));
      form.setInitialValues(formOf(saved));
      form.setValues(formOf(saved));
      notifications.show({ message: texts.saved(queued), color: 'green' });
    } catch (error) {
      setFailure(error);
    }
  }

  const moves = form.values.connection !== target.connection || form.values.siteUrl.trim() !== target.siteUrl;
  return (
    <Panel title={texts.title}>
      <form onSubmit={form.onSubmit(submit)} noValidate>
        <Stack gap="md">
          {fixed && (
            <Alert color="gray" variant="light">
              {texts.byEnvironment}
            </Alert>
          )}
          <TextInput label={t.targets.make.name} maxLength={100} readOnly={readOnly} {...form.getInputProps('name')} />
          <TextInput label={texts.id} description={texts.idHint} value={target.id} readOnly variant="filled" />
          <ConnectionSelect readOnly={readOnly} {...form.getInputProps('connection')} />
          <TextInput
            label={t.targets.make.address}
            type="url"
            readOnly={readOnly || fixed}
            {...form.getInputProps('siteUrl')}
          />
          <TextInput
            label={t.targets.make.user}
            autoComplete="off"
            spellCheck={false}
            readOnly={readOnly || fixed}
            {...form.getInputProps('username')}
          />
          {!fixed && (
            <PasswordInput
              label={texts.password}
              description={texts.passwordHint}
              autoComplete="new-password"
              readOnly={readOnly}
              {...form.getInputProps('applicationPassword')}
            />
          )}
          {moves && (
            <Text size="sm" fw={600}>
              {texts.moves}
            </Text>
          )}
          {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
          <Group>
            <Allowed needs="administrator">
              <Button type="submit" loading={form.submitting} disabled={!form.isDirty()}>
                {texts.save}
              </Button>
            </Allowed>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/** Only what was changed. */
function editOf(form: Form, target: TargetDetails): TargetEdit {
  const before = formOf(target);
  const fields = (['name', 'connection', 'siteUrl', 'username'] as const).filter(
    (field) => form[field].trim() !== before[field],
  );
  return {
    version: target.version,
    ...Object.fromEntries(fields.map((field) => [field, form[field].trim()])),
    ...(form.applicationPassword !== '' && { applicationPassword: form.applicationPassword.trim() }),
  };
}
