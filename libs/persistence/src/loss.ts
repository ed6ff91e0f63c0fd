import type { ClientBase } from 'pg';

/**
 * Lets the process outlive a connection that is lost in the midst of a transaction: a pool listens to its idle clients
 * only, and an error that nobody listens to ends the process. The next statement of the client fails anyway.
 */
export function outliveLoss(client: Pick<ClientBase, 'on'>): void {
  client.on('error', () => undefined);
}
