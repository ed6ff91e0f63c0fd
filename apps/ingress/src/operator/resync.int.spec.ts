import { eventually } from '@usher/testing';
import { DIRECTORY_REQUEST, OPERATION_EVENT_TYPE, TOPICS, validateEvent } from '@usher/events';
import { GROUP_SCHEMA } from '@usher/scim';
import { connect } from '../testing/connect.js';
import { type Ingress, type OutboxRow, patchBody, someUser, startTestIngress } from '../testing/harness.js';

let ingress: Ingress;

beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

const eventsOf = async (connection: string): Promise<OutboxRow[]> =>
  (await ingress.events()).filter(({ topic, event }) => topic === TOPICS.users && event.connection === connection);

const resyncedOf = async (connection: string): Promise<OutboxRow[]> =>
  (await eventsOf(connection)).filter(({ headers }) => headers.ce_type === 'user.resynced');

describe('a resync', () => {
  it('publishes the whole state of every user of the connection, at the revision that it has', async () => {
    const { id, headers } = await connect(ingress);
    const other = await connect(ingress);
    await ingress.scim('POST', '/Users', someUser(), other.headers);
    const users: { id: string }[] = [];
    for (let n = 0; n < 5; n += 1) users.push((await ingress.scim('POST', '/Users', someUser(), headers)).body);
    await ingress.scim(
      'PATCH',
      `/Users/${users[0]!.id}`,
      patchBody({ op: 'add', path: 'title', value: '"Dr.", ö\n' }),
      headers,
    );
    await ingress.scim('PATCH', `/Users/${users[1]!.id}`, patchBody({ op: 'add', value: { active: false } }), headers);
    await ingress.scim('DELETE', `/Users/${users[2]!.id}`, undefined, headers);
    const members = [{ value: users[3]!.id }];
    await ingress.scim('POST', '/Groups', { schemas: [GROUP_SCHEMA], displayName: 'Editors', members }, headers);
    const last = new Map((await eventsOf(id)).map((row) => [row.event.user.id, row]));

    const { status, body } = await ingress.operator('POST', `/${id}/resync`);
    expect([status, body]).toEqual([202, { users: 4 }]);
    const resynced = await resyncedOf(id);
    expect(resynced.map(({ event }) => event.user.id)).toEqual([0, 1, 3, 4].map((n) => users[n]!.id));
    for (const { event, headers, key } of resynced) {
      const before = last.get(event.user.id);
      expect(event.user).toEqual(before?.event.user);
      expect(key).toBe(before?.key);
      expect(event).toMatchObject({ connection: id, changes: [], origin: { actor: 'operator', tokenId: 'operator' } });
      expect(headers.ce_subject).toBe(event.user.id);
      const envelope = { id: headers.ce_id!, type: headers.ce_type!, source: '', time: headers.ce_time!, data: event };
      expect(validateEvent(TOPICS.users, envelope)).toBeUndefined();
    }
    expect(await resyncedOf(other.id)).toEqual([]);
  });

  it('is told to the audit', async () => {
    const { id, headers } = await connect(ingress, { name: 'Told' });
    await ingress.scim('POST', '/Users', someUser(), headers);
    await ingress.operator('POST', `/${id}/resync`);
    expect((await ingress.acts()).at(-1)).toMatchObject({
      connection: id,
      action: 'connection.resync',
      status: 'succeeded',
      detail: `Published all 1 users of the connection "Told" (${id}) once more`,
      changes: [],
      origin: { actor: 'operator' },
    });
  });

  it('may be asked for twice, also at once: each event is one of its own', async () => {
    const { id, headers } = await connect(ingress);
    for (let n = 0; n < 3; n += 1) await ingress.scim('POST', '/Users', someUser(), headers);
    const answers = await Promise.all([1, 2, 3].map(() => ingress.operator('POST', `/${id}/resync`)));
    expect(answers.map(({ status, body }) => [status, body.users])).toEqual([1, 2, 3].map(() => [202, 3]));
    const resynced = await resyncedOf(id);
    expect(new Set(resynced.map(({ headers }) => headers.ce_id)).size).toBe(9);
    expect(resynced.map(({ event }) => event.user.revision)).toEqual(resynced.map(() => 1));
  });

  it('goes through more users than one page has, each once', async () => {
    const { id } = await connect(ingress);
    await ingress.sql(
      `INSERT INTO ingress.users (connection, id, user_name_key, revision, attributes, created, modified)
       SELECT $1, gen_random_uuid(), 'n' || n, 1, '{"userName":"n' || n || '","active":true}', now(), now()
       FROM generate_series(1, 1234) n`,
      [id],
    );
    expect((await ingress.operator('POST', `/${id}/resync`)).body).toEqual({ users: 1234 });
    expect(new Set((await resyncedOf(id)).map(({ event }) => event.user.userName)).size).toBe(1234);
    const [, ...empty] = [await connect(ingress), await connect(ingress)];
    expect((await ingress.operator('POST', `/${empty[0]!.id}/resync`)).body).toEqual({ users: 0 });
  });

  it('is not waited for by anybody', async () => {
    const { id, headers } = await connect(ingress, { answer: { mode: 'applied', timeoutSeconds: 1 } });
    await ingress.scim('POST', '/Users', someUser(), headers);
    await ingress.operator('POST', `/${id}/resync`);
    const [resynced] = await resyncedOf(id);
    expect(resynced?.event).not.toHaveProperty('awaited');
  });

  it('is made of every connection that is not deleted when the provisioner asks for its users', async () => {
    const [one, other, deleted] = [await connect(ingress), await connect(ingress), await connect(ingress)];
    for (const { headers } of [one, other, deleted]) await ingress.scim('POST', '/Users', someUser(), headers);
    await ingress.operator('DELETE', `/${deleted.id}?users=keep`);
    const origin = { sourceIp: '127.0.0.1', tokenId: 'usher', actor: 'Usher', traceId: 'a'.repeat(32) };
    const request = { connection: null, action: DIRECTORY_REQUEST, status: 'succeeded', code: null, detail: 'Asked.' };
    const data = { ...request, target: null, user: null, changes: [], origin };
    await ingress.publish(TOPICS.operations, 'usher', OPERATION_EVENT_TYPE, data);
    await eventually(async () => {
      const told = (await ingress.acts()).filter(({ action }) => action === 'connection.resync');
      expect(told.map(({ connection }) => connection)).toEqual(expect.arrayContaining([one.id, other.id]));
    });
    expect((await resyncedOf(one.id)).map(({ event }) => event.origin.actor)).toEqual(['Usher']);
    expect(await resyncedOf(other.id)).toHaveLength(1);
    expect(await resyncedOf(deleted.id)).toEqual([]);
  });

  it('is refused for a connection that is deleted, or was never there, and without the token', async () => {
    const { id } = await connect(ingress);
    await ingress.operator('DELETE', `/${id}`);
    expect((await ingress.operator('POST', `/${id}/resync`)).status).toBe(409);
    expect((await ingress.operator('POST', '/nobody/resync')).status).toBe(404);
    expect((await ingress.operator('POST', `/${id}/resync`, undefined, { authorization: null })).status).toBe(401);
  });
});
