import type { ConnectionSummary } from '../api/connections.js';
import { lightOf } from './light-of.js';
import { useNow } from './relative-time.js';
import { StatusBadge } from './status-badge.js';

/** The light of a connection: whether requests can arrive, and do. */
export function ConnectionLight({ connection }: { connection: ConnectionSummary }) {
  const { tone, text } = lightOf(connection, useNow());
  return <StatusBadge tone={tone}>{text}</StatusBadge>;
}
