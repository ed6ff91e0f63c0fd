import { createBrowserRouter } from 'react-router';
import { RequireSession } from '../auth/require-session.js';
import { SignInScreen } from '../auth/sign-in-screen.js';
import { SignedInScreen } from '../auth/signed-in-screen.js';
import { Broken } from './broken.js';
import { Lost } from './lost.js';
import { Shell } from './shell.js';

/** Each screen is a file of its own that is loaded when it is first opened; it exports its component as `Component`. */
export const router = createBrowserRouter([
  { path: '/sign-in', element: <SignInScreen /> },
  { path: '/signed-in', element: <SignedInScreen /> },
  {
    element: <RequireSession />,
    hydrateFallbackElement: <></>,
    children: [
      {
        element: <Shell />,
        children: [
          {
            errorElement: <Broken />,
            children: [
              { path: '/', lazy: () => import('../screens/overview/screen.js') },
              { path: '/setup/*', lazy: () => import('../screens/setup/screen.js') },
              { path: '/targets/*', lazy: () => import('../screens/targets/screen.js') },
              { path: '/people/*', lazy: () => import('../screens/people/screen.js') },
              { path: '/audit/*', lazy: () => import('../screens/audit/screen.js') },
              { path: '/attention/*', lazy: () => import('../screens/attention/screen.js') },
              { path: '/settings/*', lazy: () => import('../screens/settings/screen.js') },
              { path: '*', element: <Lost /> },
            ],
          },
        ],
      },
    ],
  },
]);
