import { createWordPressSite } from '../create-site.js';
import type { WordPressSite } from '../port.js';
import type { ConnectedSite } from './connected-site.js';

/** The client of a network's second site, connected as a user of its own. */
export async function secondSite(at: ConnectedSite): Promise<WordPressSite> {
  const url = at.wordpress.sites[1];
  if (url === undefined) throw new Error('not a network');
  // The first visit makes the table.
  await fetch(url);
  const credentials = await at.php<{ username: string; applicationPassword: string }>(
    `switch_to_blog( 2 ); return usher_connector_setup_user( 'ushersecond' );`,
  );
  return createWordPressSite({ url, ...credentials });
}
