import { accountOf, eventOf, linkOf, policyOf } from '../testing/fixtures.js';
import type { Operation } from '../types.js';
import { decide } from '../decision/decide.js';
import { carryOut, type Ending } from './carry-out.js';
import type { NextStep } from './next-step.js';

/** A site that gives these answers, and what it was sent. */
function site(...answers: NextStep[]) {
  const sent: Operation[] = [];
  const send = (operation: Operation) => {
    sent.push(operation);
    return Promise.resolve(answers[sent.length - 1]!);
  };
  return { sent, send };
}

const linkIn = (ending: Ending) => (ending.kind === 'concluded' ? ending.link : null);

const applied = (action: 'create' | 'adopt' | 'deactivate' | 'update', account = accountOf()): NextStep => ({
  kind: 'done',
  result: { status: 'applied', action, account, changed: [] },
});

describe('carrying out', () => {
  const policy = policyOf();
  const link = linkOf();

  it('asks before a departure, and sends nothing when it is not admitted', async () => {
    const { sent, send } = site();
    const asked: string[] = [];
    const admit = (plan: { operation: Operation }) => {
      asked.push(plan.operation.op);
      return Promise.resolve(false);
    };
    const ending = await carryOut({ event: eventOf({ deleted: true }), link, policy }, { send, admit });
    expect(ending).toMatchObject({ kind: 'concluded', outcome: { type: 'held' }, link: { status: 'held' } });
    expect({ asked, sent }).toEqual({ asked: ['delete'], sent: [] });
  });

  it('asks nobody about anything else', async () => {
    const admit = () => Promise.reject(new Error('asked'));
    const { send } = site(applied('update'), applied('deactivate', accountOf({ active: false })));
    const decision = { event: eventOf(), link, policy };
    await expect(carryOut(decision, { send, admit })).resolves.toMatchObject({ outcome: { type: 'succeeded' } });
    const again = { ...decision, event: eventOf({ active: false }), link: linkOf({ status: 'inactive' }) };
    await expect(carryOut(again, { send, admit })).resolves.toMatchObject({ outcome: { type: 'succeeded' } });
  });

  it('takes up a held departure again, and lets a newer state replace it', async () => {
    const held = linkOf({ status: 'held', revision: 2, causeId: 'event-2' });
    const gone = site({ kind: 'done', result: { status: 'applied', action: 'delete', account: null, changed: [] } });
    const admit = () => Promise.resolve(true);
    const ending = carryOut({ event: eventOf({ deleted: true }), link: held, policy }, { send: gone.send, admit });
    await expect(ending).resolves.toMatchObject({ outcome: { action: 'delete' }, link: { status: 'deleted' } });
    const back = eventOf({ revision: 3 }, { id: 'event-3' });
    const { send } = site(applied('update'));
    await expect(carryOut({ event: back, link: held, policy }, { send })).resolves.toMatchObject({
      link: { status: 'active', revision: 3 },
    });
  });

  it('keeps the user name with an adopted account whose login is another', async () => {
    const account = accountOf({ login: 'jdoe', fields: { user_login: 'jdoe', user_email: 'jane@x.org' } });
    const adopted = { by: 'email', value: 'jane@x.org' } as const;
    const first = { status: 'applied', action: 'adopt', account, changed: [], adopted } as const;
    const { sent, send } = site({ kind: 'done', result: first }, applied('update', account));
    const ending = await carryOut({ event: eventOf(), link: null, policy }, { send });
    expect(sent[1]).toMatchObject({ fields: { user_login: 'jdoe' }, meta: { usher_user_name: 'jane' } });
    expect(ending).toMatchObject({
      outcome: { action: 'adopt', detail: expect.stringMatching(/found by its e-mail.*The login stays "jdoe"/) },
      link: { login: 'jdoe' },
    });
  });

  it('tells whose account it was, and who has none from now on, also after a second look', async () => {
    const account = accountOf({ login: 'jdoe', fields: { user_login: 'jdoe', user_email: 'jane@x.org' } });
    const adopted = { by: 'email', value: 'jane@x.org' } as const;
    const first = { status: 'applied', action: 'adopt', account, changed: [], adopted, predecessor: 'gone' } as const;
    const { send } = site({ kind: 'done', result: first }, applied('update', account));
    const ending = await carryOut({ event: eventOf(), link: null, policy }, { send });
    const detail: unknown = expect.stringContaining('It was that of a user whom the identity provider has deleted');
    expect(ending).toMatchObject({ predecessor: 'gone', outcome: { action: 'adopt', detail } });
    const { send: plain } = site(applied('create', account));
    expect(await carryOut({ event: eventOf(), link: null, policy }, { send: plain })).toMatchObject({
      predecessor: null,
    });
  });

  it('clears what only a lost attempt had set, but not when asked to resynchronise', async () => {
    const fields = { user_login: 'jane', user_email: 'jane@x.org', first_name: 'Jane' };
    const account = accountOf({ fields });
    const { sent, send } = site(applied('update', account), applied('update'));
    await carryOut({ event: eventOf(), link: null, policy }, { send });
    expect(sent[1]).toMatchObject({ fields: { first_name: '' } });
    const resync = site(applied('update', account));
    await carryOut({ event: eventOf({}, { type: 'user.resynced' }), link: null, policy }, { send: resync.send });
    expect(resync.sent).toHaveLength(1);
  });

  describe('a user whose login is another user’s', () => {
    const taken = { kind: 'rejected', code: 'login_taken', message: 'Taken.', holder: 'scim-9' } as const;
    const numbered = accountOf({ login: 'jane-cafe', fields: { user_login: 'jane-cafe', user_email: 'jane@x.org' } });
    const decision = { event: eventOf(), link: null, policy };
    const asked: string[] = [];
    const other = (is: boolean) => (scimId: string) => {
      asked.push(scimId);
      return Promise.resolve(is);
    };

    it('gets one near to it when the other one’s user name is another, and keeps the user name', async () => {
      const { sent, send } = site(taken, applied('create', numbered));
      const ending = await carryOut(decision, { send, hasOtherName: other(true) });
      expect(asked).toEqual(['scim-9']);
      expect(sent[1]).toMatchObject({
        fields: { user_login: expect.stringMatching(/^jane-[0-9a-f]{4}$/), user_email: 'jane@x.org' },
        loginAlternatives: [expect.stringMatching(/^jane-[0-9a-f]{8}$/)],
        meta: { usher_user_name: 'jane' },
      });
      expect(ending).toMatchObject({
        outcome: {
          action: 'create',
          detail: expect.stringMatching(/^Created the account "jane-cafe"\. The login "jane"/),
        },
        link: { login: 'jane-cafe', status: 'active' },
      });
      const later = decide({ event: eventOf({ revision: 3 }, { id: 'event-3' }), link: linkIn(ending), policy });
      expect(later).toMatchObject({
        operation: { fields: { user_login: 'jane-cafe' }, meta: { usher_user_name: 'jane' } },
      });
    });

    it.each<[string, NextStep, object, boolean]>([
      ['the other one has the same user name', taken, {}, false],
      ['the account is nobody’s', { kind: 'rejected', code: 'login_taken', message: 'Taken.' }, {}, true],
      ['logins are left as they are wanted', taken, { login: { transform: false } }, true],
    ])('is refused when %s', async (_case, step, settings, is) => {
      const { sent, send } = site(step);
      const given = { ...decision, policy: policyOf(settings) };
      const ending = await carryOut(given, { send, hasOtherName: other(is) });
      expect(sent).toHaveLength(1);
      expect(ending).toMatchObject({ outcome: { type: 'rejected', code: 'login_taken' } });
    });
  });

  describe('where accounts are not to be made', () => {
    const off = policyOf({ switches: { create: false } });
    const exists = (there: boolean | NextStep) => () => Promise.resolve(there as boolean);

    it('leaves one away that somebody deleted in WordPress, says so, and forgets it', async () => {
      const { sent, send } = site();
      const ending = await carryOut({ event: eventOf(), link, policy: off }, { send, exists: exists(false) });
      expect(sent).toEqual([]);
      expect(ending).toMatchObject({
        outcome: { type: 'skipped', code: 'switched_off', account: null },
        link: { status: 'absent', wordpressId: null, login: null, fields: null, revision: 2 },
      });
      expect(ending).toMatchObject({
        outcome: { detail: expect.stringMatching(/^Not made again: .*deleted in WordP/) },
      });
    });

    it('changes one that is there', async () => {
      const { sent, send } = site(applied('update'));
      await carryOut({ event: eventOf(), link, policy: off }, { send, exists: exists(true) });
      expect(sent).toMatchObject([{ op: 'upsert', active: true }]);
    });

    it('does nothing while the site does not say', async () => {
      const { sent, send } = site();
      const step: NextStep = { kind: 'transient', scope: 'site', reason: 'Down.' };
      const ending = await carryOut({ event: eventOf(), link, policy: off }, { send, exists: exists(step) });
      expect({ ending, sent }).toEqual({ ending: { kind: 'interrupted', step }, sent: [] });
    });

    it('does not ask about a leaver, nor where they may be made', async () => {
      const asked = () => Promise.reject(new Error('asked'));
      const { send } = site(applied('deactivate', accountOf({ active: false })), applied('update'));
      await carryOut({ event: eventOf({ active: false }), link, policy: off }, { send, exists: asked });
      await carryOut({ event: eventOf(), link, policy }, { send, exists: asked });
    });
  });
});
