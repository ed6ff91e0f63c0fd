import type { ClientBase, ClientConfig } from 'pg';

/**
 * For every connection: a database that falls silent while it is waited for, as when its machine or the way to it is gone,
 * counts as lost after 20 s. Without it a statement under way would wait for its answer for ever, and what waits for the
 * statement as well. One that is sent after it fell silent is lost when TCP gives up sending it, after a quarter of an hour.
 */
export const SIGNS_OF_LIFE = {
  keepAlive: true,
  // Node asks ten times then, once a second.
  keepAliveInitialDelayMillis: 10_000,
} satisfies ClientConfig;

/**
 * Lets the process outlive a connection that is lost in the midst of a transaction: a pool listens to its idle clients
 * only, and an error that nobody listens to ends the process. The next statement of the client fails anyway.
 */
export function outliveLoss(client: Pick<ClientBase, 'on'>): void {
  client.on('error', () => undefined);
}
