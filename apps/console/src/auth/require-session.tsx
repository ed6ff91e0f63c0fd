import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { Failed } from '../components/failed.js';
import { Loading } from '../components/loading.js';
import { fetchSignInWays } from './me.js';
import { session } from './session.js';
import { useBearer, useMe } from './use-session.js';

/** What is below it needs somebody who is signed in; others go to sign-in and come back. */
export function RequireSession() {
  const bearer = useBearer();
  const me = useMe();
  const location = useLocation();
  const client = useQueryClient();

  useEffect(() => {
    // What one person saw is not the next one's to see.
    if (bearer !== undefined) return;
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'sign-in' });
    notifications.clean();
  }, [bearer, client]);

  useEffect(() => {
    if (session.via() !== 'oidc') return;
    void (async () => {
      const { oidc } = await fetchSignInWays();
      if (oidc) (await import('./oidc.js')).goOn(oidc);
    })().catch(() => undefined);
  }, []);

  if (bearer === undefined) {
    const from = `${location.pathname}${location.search}${location.hash}`;
    return <Navigate to="/sign-in" replace state={{ from }} />;
  }
  if (me.data) return <Outlet />;
  if (me.error) return <Failed error={me.error} onRetry={() => void me.refetch()} />;
  return <Loading />;
}
