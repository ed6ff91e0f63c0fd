import { Alert, Anchor, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { messageOf } from '../api/api-error.js';
import { Loading } from '../components/loading.js';
import { t } from '../texts/en.js';
import { fetchSignInWays } from './me.js';
import classes from './sign-in.module.css';

/** `/signed-in`: where the identity provider sends people back to. */
export function SignedInScreen() {
  const navigate = useNavigate();
  const [failure, setFailure] = useState<string>();
  const begun = useRef(false);

  useEffect(() => {
    // The code in the address can be redeemed once only.
    if (begun.current) return;
    begun.current = true;
    void (async () => {
      const { oidc } = await fetchSignInWays();
      if (oidc === null) return navigate('/sign-in', { replace: true });
      const returnTo = await (await import('./oidc.js')).arriveSignedIn(oidc);
      await navigate(returnTo, { replace: true });
    })().catch((error: unknown) => setFailure(messageOf(error)));
  }, [navigate]);

  return (
    <main className={classes.screen}>
      <div className={classes.card}>
        {failure === undefined ? (
          <Loading label={t.signIn.finishing} />
        ) : (
          <Alert role="alert" color="red" variant="light" title={t.signIn.oidcFailed}>
            <Text mb="sm">{failure}</Text>
            <Anchor component={Link} to="/sign-in">
              {t.signIn.again}
            </Anchor>
          </Alert>
        )}
      </div>
    </main>
  );
}
