import { Alert, Button, Group, Loader, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { checkSite, useCreateTarget } from '../../../api/targets.js';
import { Allowed } from '../../../auth/allowed.js';
import { Failed } from '../../../components/failed.js';
import { useFailure } from '../../../components/use-failure.js';
import { t } from '../../../texts/en.js';
import { Findings } from '../site/findings.js';
import { SiteFacts } from '../site/site-facts.js';
import { accessOf, type SiteForm } from './site-form.js';

const texts = t.targets.make;

interface ConnectStepProps {
  form: UseFormReturnType<SiteForm>;
  onBack: () => void;
}

/** What the site answers, and the button that connects it. */
export function ConnectStep({ form, onBack }: ConnectStepProps) {
  const access = accessOf(form.values);
  // Not by the password: what is a key is kept.
  const check = useQuery({
    queryKey: ['site-check', access.siteUrl, access.username],
    queryFn: () => checkSite(access),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const create = useCreateTarget();
  const [failure, setFailure] = useFailure();
  const navigate = useNavigate();

  async function connect(): Promise<void> {
    setFailure(undefined);
    const { name, connection, paused } = form.values;
    try {
      const { id, queued } = await create.mutateAsync({ ...access, name: name.trim(), connection, paused });
      notifications.show({ message: texts.connected(queued), color: 'green' });
      void navigate(`/targets/${id}`, { replace: true });
    } catch (error) {
      setFailure(error);
    }
  }

  const { data, error, isFetching, refetch } = check;
  return (
    <Stack gap="lg" maw={760}>
      <div role="status">
        {isFetching ? (
          <Group gap="sm">
            <Loader size="xs" />
            <Text size="sm">{texts.checking}</Text>
          </Group>
        ) : (
          data && (
            <Stack gap="md">
              <Alert color={data.ok ? 'green' : 'red'} variant="light" title={verdict(data.ok, data.findings.length)}>
                {data.status && <SiteFacts status={data.status} />}
              </Alert>
              {data.findings.length > 0 && <Findings findings={data.findings} />}
            </Stack>
          )
        )}
      </div>
      {error && !isFetching && <Failed error={error} title={texts.bad} onRetry={() => void refetch()} />}
      <TextInput label={texts.name} description={texts.nameHint} maxLength={100} {...form.getInputProps('name')} />
      <Switch
        label={texts.paused}
        description={texts.pausedHint}
        {...form.getInputProps('paused', { type: 'checkbox' })}
      />
      {failure !== undefined && <Failed error={failure} title={t.common.failed.refused} />}
      <Group justify="space-between">
        <Button variant="default" onClick={onBack}>
          {texts.back}
        </Button>
        <Group gap="sm">
          <Button variant="default" disabled={isFetching} onClick={() => void refetch()}>
            {texts.check}
          </Button>
          <Allowed needs="administrator">
            <Button
              disabled={isFetching || !data?.ok || form.values.name.trim() === ''}
              loading={create.isPending}
              onClick={() => void connect()}
            >
              {texts.connect}
            </Button>
          </Allowed>
        </Group>
      </Group>
    </Stack>
  );
}

function verdict(ok: boolean, findings: number): string {
  if (!ok) return texts.bad;
  return findings > 0 ? texts.goodWith : texts.good;
}
