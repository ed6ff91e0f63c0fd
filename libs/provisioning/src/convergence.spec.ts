import fc from 'fast-check';
import { carryOut } from './carry-out.js';
import { nextStep } from './next-step.js';
import type { AccountFields, Link, Operation, OperationResult, SiteAccount, UserEvent } from './types.js';

interface Row {
  revision: number;
  account: SiteAccount | null;
}

/** The connector's rules in a few lines, for tests of the pure parts: monotonic by revision, keyed by SCIM id. */
class ModelSite {
  readonly rows = new Map<string, Row>();
  private nextId = 1;

  apply(operation: Operation): OperationResult {
    const { scimId, revision } = operation;
    const row = this.rows.get(scimId) ?? { revision: 0, account: null };
    if (revision < row.revision) return { status: 'stale', revision: row.revision, account: row.account };
    const before = row.account;
    const after = this.wanted(operation, before);
    this.rows.set(scimId, { revision, account: after });
    const changed = after === null ? [] : differences(before?.fields, after.fields);
    if (before === null && after === null) return { status: 'unchanged', action: 'none', account: null, changed: [] };
    if (after === null) return { status: 'applied', action: 'delete', account: null, changed: [] };
    if (before === null) return { status: 'applied', action: 'create', account: after, changed };
    if (before.active !== after.active) {
      return { status: 'applied', action: after.active ? 'reactivate' : 'deactivate', account: after, changed };
    }
    if (changed.length > 0) return { status: 'applied', action: 'update', account: after, changed };
    return { status: 'unchanged', action: 'none', account: after, changed };
  }

  private wanted(operation: Operation, before: SiteAccount | null): SiteAccount | null {
    const { revision } = operation;
    if (operation.op === 'delete') return null;
    if (operation.op === 'deactivate') return before && { ...before, active: false, revision };
    const login = before?.login ?? operation.fields.user_login;
    return {
      ...{ id: before?.id ?? this.nextId++, login, active: operation.active, revision },
      fields: { ...before?.fields, ...operation.fields, user_login: login },
    };
  }
}

function differences(before: AccountFields | undefined, after: AccountFields): string[] {
  const names = Object.keys(after) as (keyof AccountFields)[];
  return names.filter((name) => before?.[name] !== after[name]);
}

const policy = { reassignTo: null };

interface World {
  site: ModelSite;
  link: Link | null;
  /** Outcome type by event id: an event may be given many times, but only its first end counts. */
  ends: Map<string, string>;
}

/** What the provisioner does with one event; `lost` = it dies after the site has applied, before recording. */
async function process(world: World, event: UserEvent, lost: boolean): Promise<void> {
  const send = (operation: Operation) => Promise.resolve(nextStep({ result: world.site.apply(operation) }));
  const ending = await carryOut({ event, link: world.link, policy }, send);
  if (lost || ending.kind !== 'concluded') return;
  world.link = ending.link ?? world.link;
  if (!world.ends.has(event.id)) world.ends.set(event.id, ending.outcome.type);
}

const attributes = fc.record({
  userName: fc.constantFrom('jane', 'jane.doe'),
  email: fc.constantFrom('a@x.org', 'b@x.org'),
  given: fc.constantFrom('Jane', 'Joan'),
  active: fc.boolean(),
});

/** A life of one user: revisions 1 to n, perhaps ended by a deletion. */
const life = fc
  .tuple(fc.array(attributes, { minLength: 1, maxLength: 7 }), fc.boolean())
  .map(([states, deleted]): UserEvent[] =>
    states.map(({ userName, email, given, active }, index) => ({
      id: `event-${index + 1}`,
      type: 'user.updated',
      user: {
        ...{ id: 'scim-1', revision: index + 1, userName, externalId: null, active },
        deleted: deleted && index === states.length - 1,
        attributes: { emails: [{ value: email }], name: { givenName: given } },
      },
    })),
  );

/** Every event at least once, in any order, with duplicates; a delivery marked `lost` ends in a crash. */
const delivery = life.chain((events) =>
  fc.array(fc.record({ event: fc.constantFrom(...events), lost: fc.boolean() }), { maxLength: 12 }).chain((extra) => {
    const all = [...extra, ...events.map((event) => ({ event, lost: false }))];
    const whole = { minLength: all.length, maxLength: all.length };
    return fc.record({ last: fc.constant(events.at(-1)!), deliveries: fc.shuffledSubarray(all, whole) });
  }),
);

describe('applying events', () => {
  it('ends in the state of the last revision, in whatever order, however often, and with crashes in between', async () => {
    await fc.assert(
      fc.asyncProperty(delivery, async ({ last, deliveries }) => {
        const world: World = { site: new ModelSite(), link: null, ends: new Map() };
        for (const { event, lost } of deliveries) await process(world, event, lost);
        const account = world.site.rows.get('scim-1')?.account ?? null;
        if (last.user.deleted) expect(account).toBeNull();
        else if (account === null) expect(last.user.active).toBe(false);
        else {
          const { attributes: wanted, active } = last.user;
          expect(account.active).toBe(active);
          expect([{ value: account.fields.user_email }]).toEqual(wanted.emails);
          expect({ givenName: account.fields.first_name }).toEqual(wanted.name);
        }
        expect(world.link).toMatchObject({ revision: last.user.revision, causeId: last.id });
        expect(world.ends.size).toBe(new Set(deliveries.map(({ event }) => event.id)).size);
      }),
      { numRuns: 500 },
    );
  });
});
