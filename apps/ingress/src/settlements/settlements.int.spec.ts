import { randomUUID } from 'node:crypto';
import { DeadLetterError } from '@usher/event-log';
import { type EventEnvelope, SETTLEMENT_EVENT_TYPE, type SettlementEventData } from '@usher/events';
import { eventually, testDatabase } from '@usher/testing';
import type { DataSource } from 'typeorm';
import { openIngressDatabase } from '../database.js';
import { site } from '../testing/sites.js';
import { SettledChannel } from './settled-channel.js';
import { SettlementInbox } from './settlement-inbox.js';
import { SettlementRepository } from './settlement.repository.js';
import { SettlementWaits } from './settlement-waits.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let dataSource: DataSource;
let repository: SettlementRepository;
let waits: SettlementWaits;
let inbox: SettlementInbox;

beforeAll(async () => {
  database = await testDatabase();
  dataSource = await openIngressDatabase(database.url);
  repository = new SettlementRepository(dataSource);
  waits = new SettlementWaits(repository, database.url);
  inbox = new SettlementInbox(repository, waits);
});
afterAll(async () => {
  inbox.onModuleDestroy();
  await waits.onModuleDestroy();
  await dataSource.destroy();
  await database.drop();
});

const targets = [site('succeeded')];
const never = new AbortController().signal;

function event(causeId: string, time = new Date()): EventEnvelope<SettlementEventData> {
  const user = { id: randomUUID(), revision: 1, userName: 'ada' };
  const data = { connection: 'default', user, causeId, targets };
  return { id: randomUUID(), type: SETTLEMENT_EVENT_TYPE, source: '/usher/test', time: time.toISOString(), data };
}

describe('settlements', () => {
  it('are kept for who asks, once each however often they come', async () => {
    const causeId = randomUUID();
    expect(await repository.find(causeId)).toBeNull();
    await Promise.all([inbox.take(event(causeId)), inbox.take(event(causeId)), inbox.take(event(randomUUID()))]);
    await inbox.take(event(causeId));
    expect(await repository.find(causeId)).toEqual(targets);
  });

  it('are pruned when nobody can wait for them any more', async () => {
    const [old, young] = [randomUUID(), randomUUID()];
    await repository.put({ causeId: old, targets });
    await repository.put({ causeId: young, targets });
    await dataSource.query(
      "UPDATE ingress.settlements SET settled = now() - interval '11 minutes' WHERE cause_id = $1",
      [old],
    );
    await repository.prune();
    expect([await repository.find(old), await repository.find(young)]).toEqual([null, targets]);
  });

  it('that come much too late are passed over', async () => {
    const causeId = randomUUID();
    await inbox.take(event(causeId, new Date(Date.now() - 3_600_000)));
    expect(await repository.find(causeId)).toBeNull();
  });

  it('of what is no event of ours are dead letters', async () => {
    await expect(inbox.take(event('a,b'))).rejects.toBeInstanceOf(DeadLetterError);
  });
});

describe('the channel', () => {
  it('hears from the database what was settled, many at once too, and hears again after it was lost', async () => {
    const heard = new Set<string>();
    const channel = new SettledChannel(database.url, (ids) => ids.forEach((id) => heard.add(id)));
    try {
      await channel.ensure();
      const ids = Array.from({ length: 250 }, () => randomUUID());
      await Promise.all(ids.map((causeId) => repository.put({ causeId, targets })));
      await eventually(async () => expect(ids.filter((id) => !heard.has(id))).toEqual([]));
      await dataSource.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'usher-ingress-settlements' AND datname = current_database()",
      );
      await eventually(async () => {
        const causeId = randomUUID();
        await channel.ensure();
        await repository.put({ causeId, targets });
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(heard).toContain(causeId);
      });
    } finally {
      await channel.close();
    }
  });
});

describe('waiting', () => {
  it('ends with what came before it began', async () => {
    const causeId = randomUUID();
    await repository.put({ causeId, targets });
    expect(await waits.wait([causeId], 20_000, never)).toEqual(new Map([[causeId, targets]]));
    expect(waits.count).toBe(0);
  });

  it('ends when all have come, and not before', async () => {
    const ids = [randomUUID(), randomUUID()];
    let ended = false;
    const waiting = waits.wait(ids, 20_000, never).finally(() => (ended = true));
    await inbox.take(event(ids[1]!));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ended).toBe(false);
    await inbox.take(event(ids[0]!));
    expect((await waiting).size).toBe(2);
  });

  it('ends at a signal, with what has come, and nothing is left of it', async () => {
    const ids = [randomUUID(), randomUUID()];
    const gone = new AbortController();
    const waiting = waits.wait(ids, 20_000, gone.signal);
    await inbox.take(event(ids[1]!));
    gone.abort();
    expect([...(await waiting).keys()]).toEqual([ids[1]]);
    expect(waits.count).toBe(0);
    expect(await waits.wait(ids, 20_000, gone.signal)).toEqual(new Map());
  });

  it('ends with the service, and none begins after that', async () => {
    const stopping = new SettlementWaits(repository, database.url);
    const waiting = stopping.wait([randomUUID()], 3_600_000, never);
    await stopping.onModuleDestroy();
    expect(await waiting).toEqual(new Map());
    expect(await stopping.wait([randomUUID()], 20_000, never)).toEqual(new Map());
  });
});
