import { testAudit, type TestAudit } from '../testing/audit-app.js';
import { groupEvent, operationEvent, outcomeEvent, userEvent } from '../testing/events.js';
import type { Erased, ErasurePreview } from './erasure.service.js';

let audit: TestAudit;

const ID = 'c0ffee00-0000-4000-8000-000000000001';
const OTHER = 'c0ffee00-0000-4000-8000-000000000002';

beforeEach(async () => {
  audit = await testAudit();
});

afterEach(() => audit.close());

type Refusal = { parameter?: string; message: string; ids?: string[] };
const preview = (body: unknown) => audit.ask<ErasurePreview & Refusal>('POST', 'erasures/preview', body);
const erase = (body: unknown) => audit.ask<Erased & Refusal>('POST', 'erasures', body);

/** Ada was ada.old once, has had two addresses, and is named in what others did. */
async function recordAda(): Promise<void> {
  const { record } = audit;
  const user = (userName: string, email: string) => ({
    ...{ id: ID, userName, externalId: 'hr-4711' },
    attributes: { userName, emails: [{ value: email }] },
  });
  const changes = [
    { path: 'userName', before: 'ada.old', after: 'ada' },
    { path: 'emails', before: [{ value: 'ada@first.example' }], after: [{ value: 'ada@second.example' }] },
    { path: 'displayName', before: null, after: 'Ada Lovelace' },
  ];
  await record.onUser(userEvent('user.created', { user: user('ada.old', 'ada@first.example') }));
  await record.onUser(userEvent('user.updated', { user: user('ada', 'ada@second.example'), changes }));
  const outcome = {
    user: { id: ID, revision: 2, userName: 'ada', externalId: null },
    account: { id: 3, login: 'ada-l' },
  };
  await record.onOutcome(outcomeEvent('outcome.succeeded', { ...outcome, detail: 'Created the account "ada-l".' }));
  await record.onGroup(groupEvent('group.updated', { added: { count: 3, values: ['Ada', 'adam', 'hr-4711'] } }));
  await record.onGroup(groupEvent('group.updated', { removed: { count: 1, values: ['ada@first.example'] } }));
  await record.onOperation(operationEvent({ connection: null, detail: 'Bob looked at ada-l and ada.old.' }));
  const other = { id: OTHER, userName: 'adam', externalId: '00u2' };
  const manager = [{ path: 'manager', before: null, after: { value: ID, displayName: 'Ada Lovelace' } }];
  await record.onUser(userEvent('user.updated', { user: other, changes: manager }));
}

/** An id may have "ada5" in it. */
const TRACES = /\bada(?![m\da-f])|lovelace|hr-4711/i;

describe('erasing a person', () => {
  it('takes all names that the person ever had out of all entries, and leaves what happened', async () => {
    await recordAda();
    const person = { connection: 'default', userName: 'ADA' };
    const shown = (await preview(person)).body;
    expect(shown).toMatchObject({ resourceId: ID, entries: 3 });
    expect(shown.names).toEqual(expect.arrayContaining(['ada.old', 'ada-l', 'hr-4711', 'ada@first.example']));
    const { confirmation } = shown;
    const answer = await erase({ ...person, confirmation, reason: 'Asked for by ada@second.example' });
    expect(answer).toMatchObject({ status: 200, body: { entries: 7 } });

    const tables = ['entries', 'removed', 'erased', 'chains', 'checkpoints', 'statistics'];
    for (const table of tables) {
      const { rows } = await audit.pool.query(`SELECT * FROM audit.${table}`);
      expect(JSON.stringify(rows)).not.toMatch(TRACES);
    }
    const own = await audit.entries({ resourceId: ID, action: 'create,update' });
    expect(own).toHaveLength(3);
    for (const entry of own)
      expect(entry).toMatchObject({ userName: null, email: null, login: null, externalId: null });
    expect(own.map(({ changes }) => changes.map(({ path }) => path))).toContainEqual([
      'userName',
      'emails',
      'displayName',
    ]);
    const [added] = (await audit.entries({ action: 'group.update', q: 'adam' })).map(({ changes, detail }) => ({
      changes,
      detail,
    }));
    expect(added?.changes[0]?.after).toEqual(['(erased)', 'adam', '(erased)']);
    expect(added?.detail).toContain('3 members added ((erased), adam, (erased))');
    expect(await audit.entries({ userName: 'adam' })).toHaveLength(1);
    expect(await audit.entries({ q: 'ada.old' })).toHaveLength(0);
    const acts = await audit.entries({ action: 'audit.erase,audit.erase.request' });
    expect(acts.map(({ chain, resourceId, actor }) => [chain, resourceId, actor]).sort()).toEqual([
      ['-', ID, 'operator'],
      ['default', ID, 'operator'],
      ['default', ID, 'operator'],
    ]);
    expect(await audit.fault()).toBeNull();
  });

  it('takes the name out where it stands without an id, and leaves it to somebody else', async () => {
    await audit.record.onUser(userEvent('user.created', { user: { id: ID, userName: 'ada' } }));
    await audit.record.onUser(userEvent('user.created', { user: { id: OTHER, userName: 'ada' } }));
    const refused = { user: { id: null, userName: 'ADA', externalId: '00u1' }, detail: 'ADA was refused' };
    await audit.record.onOperation(operationEvent({ action: 'request.refuse', status: 'rejected', ...refused }));
    const person = { connection: 'default', resourceId: ID };
    const { confirmation } = (await preview(person)).body;
    const held = await Promise.all(Array.from({ length: 9 }, () => audit.pool.connect()));
    expect((await erase({ ...person, confirmation, reason: 'x' })).status).toBe(200);
    for (const client of held) client.release();
    expect((await audit.entries({ userName: 'ada' })).map(({ resourceId }) => resourceId)).toEqual([OTHER]);
    const [left] = await audit.entries({ action: 'request.refuse' });
    expect(left).toMatchObject({ userName: null, externalId: null, detail: '(erased) was refused' });
    expect(await audit.fault()).toBeNull();
  });

  it('finds names whose small letters the database has others for', async () => {
    await audit.record.onUser(userEvent('user.created', { user: { id: ID, userName: 'İbrahim' } }));
    await audit.record.onOperation(operationEvent({ detail: 'Bob looked at İbrahim' }));
    const person = { connection: 'default', resourceId: ID };
    const { confirmation } = (await preview(person)).body;
    expect((await erase({ ...person, confirmation, reason: 'x' })).body.entries).toBe(2);
    expect(JSON.stringify(await audit.entries())).not.toContain('brahim');
  });

  it('of a second person in the same entry leaves no way back to the first', async () => {
    await recordAda();
    for (const resourceId of [ID, OTHER]) {
      const person = { connection: 'default', resourceId };
      const { confirmation } = (await preview(person)).body;
      expect((await erase({ ...person, confirmation, reason: 'x' })).status).toBe(200);
    }
    const [added] = await audit.entries({ action: 'group.update', q: '3 members' });
    expect(added?.changes[0]?.after).toEqual(['(erased)', '(erased)', '(erased)']);
    expect(await audit.fault()).toBeNull();
  });

  it('is not of somebody who came by the name after it was shown', async () => {
    const refused = { user: { id: null, userName: 'ada', externalId: null }, action: 'request.refuse' };
    await audit.record.onOperation(operationEvent(refused));
    const person = { connection: 'default', userName: 'ada' };
    const { confirmation } = (await preview(person)).body;
    await audit.record.onUser(userEvent('user.created', { user: { id: ID, userName: 'ada' } }));
    const answer = await erase({ ...person, confirmation, reason: 'x' });
    expect(answer).toMatchObject({ status: 400, body: { parameter: 'confirmation' } });
    expect(await audit.entries({ resourceId: ID, userName: 'ada' })).toHaveLength(1);
  });

  it('asks which one, when the name was that of several persons', async () => {
    for (const id of [ID, OTHER]) await audit.record.onUser(userEvent('user.created', { user: { id } }));
    const answer = await preview({ connection: 'default', userName: 'bjensen' });
    expect(answer).toMatchObject({ status: 409, body: { parameter: 'userName', ids: [ID, OTHER] } });
  });

  it('of nobody is 404, without a confirmation 400, and by one of id and name', async () => {
    expect((await preview({ connection: 'default', userName: 'nobody' })).status).toBe(404);
    await audit.record.onUser(userEvent('user.created'));
    const person = { connection: 'default', userName: 'bjensen' };
    const { confirmation } = (await preview({ ...person, userName: 'BJENSEN' })).body;
    const refused = await erase({ ...person, confirmation, reason: 'x' });
    expect(refused).toMatchObject({ status: 400, body: { parameter: 'confirmation' } });
    expect(await preview({ connection: 'default' })).toMatchObject({ status: 400, body: { parameter: 'resourceId' } });
    expect((await preview({ ...person, resourceId: ID })).status).toBe(400);
    expect(await audit.entries({ userName: 'bjensen' })).toHaveLength(1);
  });
});
