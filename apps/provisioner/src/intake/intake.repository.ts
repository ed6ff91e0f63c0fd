import type { EventEnvelope, UserEventData } from '@usher/events';
import type { Pool } from 'pg';
import { settlementHead } from './settlement-head.js';

/** An event as it comes from the log. */
export interface Arrival {
  event: EventEnvelope<UserEventData>;
  /** It came on the express: ahead of all that waits. */
  express: boolean;
}

const TAKE_IN = `
  SELECT woken FROM provisioner.take_in($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],
    $7::boolean[], $8::boolean[], $9::text[], $10::text[], $11::timestamptz[], $12::boolean[], $13::text[],
    $14::text[], $15::text[])`;

/** Where events become states and work. */
export class IntakeRepository {
  constructor(private readonly pool: Pool) {}

  /** One transaction for all; returns the targets that have work now. */
  async takeIn(arrivals: readonly Arrival[]): Promise<string[]> {
    const distinct = withoutCopies(arrivals);
    const events = distinct.map(({ event }) => event);
    const heads = events.map((event) => (event.data.awaited === true ? settlementHead(event) : null));
    const { rows } = await this.pool.query<{ woken: string }>({
      name: 'provisioner-take-in',
      text: TAKE_IN,
      values: [
        events.map(({ data }) => data.connection),
        events.map(({ data }) => data.user.id),
        events.map(({ data }) => data.user.revision),
        events.map(({ id }) => id),
        events.map(({ type }) => type),
        events.map(({ data }) => data.user.userName),
        events.map(({ data }) => data.user.active),
        events.map(({ data }) => data.user.deleted),
        events.map(({ data }) => JSON.stringify(data)),
        events.map(({ traceparent }) => traceparent ?? null),
        events.map(({ time }) => time),
        distinct.map(({ express }) => express),
        ...(['key', 'headers', 'head'] as const).map((part) => heads.map((head) => head?.[part] ?? null)),
      ],
    });
    return rows.map(({ woken }) => woken);
  }
}

/** The copy on the express and the one on the ordinary topic may arrive together. */
function withoutCopies(arrivals: readonly Arrival[]): Arrival[] {
  const byId = new Map<string, Arrival>();
  for (const { event, express } of arrivals) {
    byId.set(event.id, { event, express: express || byId.get(event.id)?.express === true });
  }
  return [...byId.values()];
}
