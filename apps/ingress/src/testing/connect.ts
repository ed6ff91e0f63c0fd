import type { Ingress } from './harness.js';

let count = 0;

/** Connects an identity provider with these settings: its id, and the header with its token. */
export async function connect(
  ingress: Ingress,
  settings: Record<string, unknown> = {},
): Promise<{ id: string; headers: { authorization: string } }> {
  const { body } = await ingress.operator('POST', '', { name: `Provider ${(count += 1)}`, ...settings });
  const { body: token } = await ingress.operator('POST', `/${body.id}/tokens`, { name: 'Directory sync' });
  return { id: String(body.id), headers: { authorization: `Bearer ${String(token.token)}` } };
}
