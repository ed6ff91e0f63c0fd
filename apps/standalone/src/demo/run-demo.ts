import { createWordPressSite, type ConnectorAccount } from '@usher/wordpress';
import type { RunningStandalone } from '../start/start-standalone.js';
import { IdentityProvider, type Employee } from './identity-provider.js';
import { outcomesOf } from './outcomes.js';
import { PEOPLE } from './people.js';
import { table } from './table.js';

/** PHP-WASM does some ten users a second, but it may have other things to do. */
const PATIENCE = 180_000;

/**
 * Twenty people come, some change, some go, over real SCIM requests; then WordPress is asked what it has of each.
 *
 * @returns whether WordPress has exactly what was asked for
 */
export async function runDemo({ credentials, connector }: RunningStandalone): Promise<boolean> {
  const begun = Date.now();
  const say = (message: string): void => console.log(`${seconds(begun).padStart(6)} s  demo        ${message}`);
  const provider = new IdentityProvider(credentials.scim);

  const run = await provider.nextRun();
  const everyone = await provider.hire(PEOPLE, run);
  say(`${everyone.length} people joined${run > 1 ? ` (demo no. ${run} on this data)` : ''}`);
  await provider.rename(everyone.slice(0, 5), 'Newname');
  say('5 of them changed name and e-mail address');
  await provider.deactivate(everyone.slice(5, 10));
  say('5 were deactivated');
  await provider.reactivate(everyone.slice(8, 10));
  say('2 of those were reactivated');
  await provider.remove(everyone.slice(17));
  say('3 were deleted; every request has been answered with what is stored');

  let told = -1;
  const outcomes = await outcomesOf(credentials.operator, everyone, PATIENCE, (done) => {
    if (done !== told) say(`${done} of ${everyone.length} have arrived in WordPress`);
    told = done;
  });

  say('asking WordPress what it has of each');
  const site = createWordPressSite(connector);
  const rows = [['Login', 'The provider asked', 'In WordPress', 'Name and e-mail there', 'The audit says']];
  let wrong = 0;
  try {
    for (const person of everyone) {
      const account = await site.findByScimId(person.id);
      const fits = isAsWanted(person, account);
      if (!fits) wrong += 1;
      const there =
        account === null ? 'no account' : account.active ? `active, no. ${account.id}` : `locked, no. ${account.id}`;
      const who = account === null ? '' : `${account.fields.display_name ?? ''} <${account.email}>`;
      const outcome = outcomes.get(person.id);
      const said = outcome ? `${outcome.status}: ${outcome.detail}` : 'nothing yet';
      rows.push([person.userName, person.asked.join(', '), fits ? there : `${there} (!)`, who, said]);
    }
  } finally {
    await site.close();
  }
  console.log(`\n${table(rows)}\n`);
  const asWanted = wrong === 0 && outcomes.size === everyone.length;
  console.log(
    asWanted
      ? `  WordPress has exactly what the provider asked for (${seconds(begun)} s).\n`
      : `  ${wrong} of ${everyone.length} are not in WordPress as they should be.\n`,
  );
  return asWanted;
}

function isAsWanted(person: Employee, account: ConnectorAccount | null): boolean {
  if (person.state === 'deleted') return account === null;
  return account !== null && account.active === (person.state === 'active') && account.email === person.email;
}

function seconds(begun: number): string {
  return ((Date.now() - begun) / 1000).toFixed(1);
}
