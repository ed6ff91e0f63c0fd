import { Alert, Anchor, Button, Divider, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { ApiError, messageOf } from '../api/api-error.js';
import { Brand } from '../app/brand.js';
import { t } from '../texts/en.js';
import { fetchMe, fetchSignInWays } from './me.js';
import { session } from './session.js';
import classes from './sign-in.module.css';

/** `/sign-in`: with the operator token, or at the identity provider where one is configured. */
export function SignInScreen() {
  const { state } = useLocation() as { state: { from?: string } | null };
  const returnTo = state?.from ?? '/';
  const reason = session.endedBy();
  const ways = useQuery({ queryKey: ['sign-in'], queryFn: ({ signal }) => fetchSignInWays(signal) });
  const oidc = ways.data?.oidc ?? null;
  const [leaving, setLeaving] = useState(false);
  const [failure, setFailure] = useState<string>();

  useEffect(() => {
    document.title = t.shell.title(t.signIn.title);
  }, []);

  async function leave(): Promise<void> {
    if (oidc === null) return;
    setLeaving(true);
    try {
      await (await import('./oidc.js')).leaveToSignIn(oidc, returnTo);
    } catch (error) {
      setFailure(messageOf(error));
      setLeaving(false);
    }
  }

  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        <Brand />
        <Title order={1} mt="lg">
          {t.signIn.title}
        </Title>
        <Text c="dimmed">{t.signIn.lead}</Text>
        <Stack mt="lg" gap="md">
          {reason && (
            <Alert role="status" color={reason === 'signedOut' ? 'gray' : 'yellow'} variant="light">
              {t.signIn.reasons[reason]}
            </Alert>
          )}
          {(failure ?? ways.error) && (
            <Alert role="alert" color="red" variant="light">
              {failure ?? messageOf(ways.error)}
            </Alert>
          )}
          {oidc && (
            <>
              <Button size="md" loading={leaving} onClick={() => void leave()}>
                {t.signIn.oidc}
              </Button>
              <Divider label={t.signIn.or} />
            </>
          )}
          {ways.data?.token !== false && <TokenForm returnTo={returnTo} second={oidc !== null} />}
        </Stack>
        <Text size="xs" c="dimmed" mt="xl">
          <Anchor href="/api/docs" inherit>
            {t.shell.apiDocs}
          </Anchor>
        </Text>
      </div>
    </main>
  );
}

function TokenForm({ returnTo, second }: { returnTo: string; second: boolean }) {
  const navigate = useNavigate();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { token: '' },
    validate: { token: (value) => (value.trim() === '' ? t.signIn.tokenMissing : null) },
  });

  async function signIn({ token }: { token: string }): Promise<void> {
    session.begin(token.trim(), 'token');
    try {
      await fetchMe();
      await navigate(returnTo, { replace: true });
    } catch (error) {
      session.forget();
      form.setFieldError('token', wordsOf(error));
    }
  }

  return (
    <form onSubmit={form.onSubmit((values) => signIn(values))} noValidate>
      <Stack gap="md">
        <PasswordInput
          label={t.signIn.token}
          description={t.signIn.tokenHint}
          autoComplete="current-password"
          autoFocus
          size="md"
          key={form.key('token')}
          {...form.getInputProps('token')}
        />
        <Button type="submit" size="md" variant={second ? 'default' : 'filled'} loading={form.submitting}>
          {t.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiError && error.status === 401) return t.signIn.wrongToken;
  if (error instanceof ApiError && error.status === 403) return t.signIn.noRole;
  return messageOf(error);
}
