import fc from 'fast-check';
import { reasonToLeave } from '../decision/departure.js';
import type { Policy } from '../settings/policy.js';
import { policyOf } from '../testing/fixtures.js';
import { ModelSite } from '../testing/model-site.js';
import type { Link, Operation, UserEvent, WantedUser } from '../types.js';
import { carryOut, type Ending } from './carry-out.js';
import { nextStep } from './next-step.js';

/** What goes wrong with one attempt: before the site did anything, after it did, or Usher dies before it records. */
type Mishap = 'unreachable' | 'dropped' | 'crash';

interface Delivery {
  event: UserEvent;
  mishaps: readonly Mishap[];
}

/** Rounds for which a refusal is held back while another user has what is wanted. */
const PATIENCE = 40;

class World {
  readonly site = new ModelSite();
  readonly links = new Map<string, Link>();
  /** How an event ended: it may be given many times, but only its first end counts. */
  readonly ends = new Map<string, Extract<Ending, { kind: 'concluded' }>>();

  constructor(private readonly policy: Policy) {}

  /** Takes turns until nothing is left: what was interrupted goes to the end of the queue. */
  async run(deliveries: readonly Delivery[]): Promise<void> {
    const queue = deliveries.map((delivery) => ({ ...delivery, waited: 0 }));
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      const [mishap, ...mishaps] = work.mishaps;
      const ended = await this.attempt(work.event, mishap, work.waited < PATIENCE);
      if (!ended) queue.push({ event: work.event, mishaps, waited: work.waited + (mishap === undefined ? 1 : 0) });
    }
  }

  private async attempt(event: UserEvent, mishap: Mishap | undefined, patient: boolean): Promise<boolean> {
    const fault = { kind: 'transient', code: 'http_503', message: 'Fault' } as const;
    const send = (operation: Operation) => {
      if (mishap === 'unreachable') return Promise.resolve(nextStep({ fault }));
      const step = nextStep({ result: this.site.apply(operation) });
      const waits = patient && step.kind === 'rejected' && step.holder !== undefined;
      return Promise.resolve(mishap === 'dropped' || waits ? nextStep({ fault }) : step);
    };
    const link = this.links.get(event.user.id) ?? null;
    const ending = await carryOut({ event, link, policy: this.policy }, { send });
    if (ending.kind === 'recorded') return true;
    if (mishap === 'crash' || ending.kind !== 'concluded') return false;
    if (ending.link !== null) this.links.set(event.user.id, ending.link);
    if (!this.ends.has(event.id)) this.ends.set(event.id, ending);
    return true;
  }
}

/** In the order of the users: those that WordPress doesn't allow become the same login. */
const NAMES = [
  ['joan', 'joan.doe'],
  ['jané', 'jane+x'],
  ['jàne', 'janë'],
];
const ADDRESSES = ['a@x.org', 'b@x.org', 'c@x.org'];

const state = (user: number) =>
  fc.record({
    userName: fc.constantFrom(...NAMES[user]!),
    email: fc.constantFrom(undefined, ...ADDRESSES),
    given: fc.constantFrom(undefined, 'Jane', 'Joan'),
    userType: fc.constantFrom('Employee', 'Guest'),
    active: fc.boolean(),
    editor: fc.boolean(),
  });

/** A life of one user: revisions 1 to n, perhaps ended by a deletion. At last nobody has an address of another. */
const life = (user: number) =>
  fc.tuple(fc.array(state(user), { minLength: 1, maxLength: 5 }), fc.boolean()).map(([states, deleted]): UserEvent[] =>
    states.map(({ userName, email, given, userType, active, editor }, index) => {
      const last = index === states.length - 1;
      const address = last ? ADDRESSES[user] : email;
      return {
        id: `event-${user}-${index + 1}`,
        type: 'user.updated',
        user: {
          ...{ id: `scim-${user}`, revision: index + 1, userName, externalId: null, active },
          ...{ deleted: deleted && last, groups: editor ? [{ id: 'g', displayName: 'Editors' }] : [] },
          attributes: {
            ...(address === undefined ? {} : { emails: [{ value: address }] }),
            ...(given === undefined ? {} : { name: { givenName: given } }),
            userType,
          },
        },
      };
    }),
  );

/** Every event at least once, in any order, with duplicates and mishaps. */
const deliveries = fc.tuple(life(0), life(1), life(2)).chain((lives) => {
  const events = lives.flat();
  const mishaps = fc.array(fc.constantFrom<Mishap>('unreachable', 'dropped', 'crash'), { maxLength: 3 });
  const once = fc.tuple(...events.map((event) => fc.record({ event: fc.constant(event), mishaps })));
  const again = fc.array(fc.record({ event: fc.constantFrom(...events), mishaps }), { maxLength: 8 });
  const all = fc.tuple(once, again).chain(([first, more]) => {
    const whole = [...first, ...more];
    return fc.shuffledSubarray(whole, { minLength: whole.length, maxLength: whole.length });
  });
  return fc.record({ last: fc.constant(lives.map((each) => each.at(-1)!)), all });
});

const MODES = ['delete', 'deactivate', 'remove_roles', 'nothing'] as const;
const departure = fc.constantFrom(...MODES.map((mode) => ({ do: mode })), { do: 'delete_after', days: 3 });
const settings = fc.record({
  scope: fc.constantFrom(null, 'userType eq "Employee"'),
  deprovisioning: fc.record({ inactive: departure, deleted: departure, outOfScope: departure }),
  roles: fc.constantFrom(
    { rules: [{ group: 'editors', roles: ['editor'] }], default: null },
    { rules: [{ group: 'editors', roles: ['editor'] }], default: 'subscriber' },
  ),
});

const before = fc.subarray([
  { login: 'jane', email: 'jane@elsewhere.org' },
  { login: 'boss', email: ADDRESSES[1]! },
  { login: 'joan', email: ADDRESSES[2]! },
]);

/** The account of a user who stays, as the directory has it. */
function expectAsWanted({ site, links }: World, user: WantedUser): void {
  const account = site.of(user.id);
  expect(account).toMatchObject({ active: true, withoutRoles: false });
  expect([{ value: account!.fields.user_email }]).toEqual(user.attributes.emails);
  expect(account!.fields.first_name || undefined).toEqual(
    (user.attributes.name as { givenName: string } | undefined)?.givenName,
  );
  expect(account!.roles.includes('editor')).toBe(user.groups.length > 0);
  expect(links.get(user.id)).toMatchObject({ status: 'active', wordpressId: account!.id, login: account!.login });
  const differs = account!.login.toLowerCase() !== user.userName.toLowerCase();
  expect(account!.meta.usher_user_name ?? undefined).toBe(differs ? user.userName : undefined);
}

/** A refusal has a reason that holds to the end. */
function expectRealConflict({ site }: World, user: WantedUser, code: string | null): void {
  expect(['email_taken', 'login_taken']).toContain(code);
  if (code !== 'email_taken') return;
  const [{ value }] = user.attributes.emails as [{ value: string }];
  const holder = site.entries.find(({ account }) => account.fields.user_email === value);
  expect(holder?.scimId).not.toBe(user.id);
}

function expectGone({ site, policy }: { site: ModelSite; policy: Policy }, user: WantedUser, reason: 'inactive'): void {
  const account = site.of(user.id);
  switch (policy.settings.deprovisioning[reason].do) {
    case 'delete':
      return expect(account).toBeNull();
    case 'deactivate':
    case 'delete_after':
      return expect(account?.active ?? false).toBe(false);
    case 'remove_roles':
      return expect(account === null || !account.active || account.withoutRoles).toBe(true);
    case 'nothing':
  }
}

describe('applying events', () => {
  it('ends in the state of the directory, whatever their order and however often, with faults and crashes in between', async () => {
    const property = fc.asyncProperty(settings, before, deliveries, async (given, accounts, { last, all }) => {
      const policy = policyOf(given);
      const world = new World(policy);
      for (const { login, email } of accounts) world.site.add(login, email);
      await world.run(all);

      for (const { user, id } of last) {
        const { outcome } = world.ends.get(id)!;
        const inScope = policy.settings.scope === null || user.attributes.userType === 'Employee';
        const reason = reasonToLeave({ event: { id, type: '', user }, policy } as never, inScope);
        expect(world.links.get(user.id)).toMatchObject({ revision: user.revision, causeId: id });
        if (reason !== null) expectGone({ site: world.site, policy }, user, reason as 'inactive');
        else if (outcome.type === 'rejected') expectRealConflict(world, user, outcome.code);
        else expectAsWanted(world, user);
      }
      expect(world.ends.size).toBe(new Set(all.map(({ event }) => event.id)).size);
      for (const unique of ['login', 'user_email'] as const) {
        const values = world.site.entries.map(({ account: { login, fields } }) =>
          unique === 'login' ? login.toLowerCase() : fields.user_email,
        );
        expect(new Set(values).size).toBe(values.length);
      }
      const ids = world.site.entries.map(({ scimId }) => scimId).filter((scimId) => scimId !== null);
      expect(new Set(ids).size).toBe(ids.length);
    });
    await fc.assert(property, { numRuns: 500 });
  });
});
