import type { Generator } from '../child.js';
import type { Verdict } from '../measure.js';
import type { Deployment } from './deployment.js';
import type { LeaverFigures } from './report.js';
import type { Site } from './site.js';

const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const GIVE_UP_AFTER_MS = 120_000;
const LOOK_EVERY_MS = 10;

/** Somebody leaves right after `joins` others have come: how long the account stays open meanwhile. */
export async function measureLeaver(
  generator: Generator,
  usher: Deployment,
  site: Site,
  { joins, inFlight }: { joins: number; inFlight: number },
  verdict: Verdict,
): Promise<LeaverFigures> {
  const before = await usher.accounts();
  const { id } = await send(usher, 'POST', '/Users', { schemas: [USER_SCHEMA], ...LEAVER });
  await usher.untilAccounts(before + 1);

  const shut = site.whenShut(id);
  // It is waited for further down; until then an error of it is nobody's.
  shut.catch(() => undefined);
  const job = { server: usher.ingress.name, baseUrl: usher.ingress.baseUrl, token: usher.token, inFlight };
  const pushed = await generator.run({
    ...{ ...job, operation: 'create', seconds: 600, requests: joins, keep: false },
  });
  verdict.add('ingress', pushed);
  const there = before + 1 + joins;

  await send(usher, 'PATCH', `/Users/${id}`, {
    schemas: [PATCH_SCHEMA],
    Operations: [{ op: 'replace', path: 'active', value: false }],
  });
  const answered = Date.now();
  const sinceAnswer = (at = Date.now()): number => (at - answered) / 1000;
  const waitingAtAnswer = there - (await usher.accounts());
  const recorded = untilRecorded(usher, id, answered + GIVE_UP_AFTER_MS).then(() => sinceAnswer());
  const shutAt = await shut;
  const waitingWhenShut = there - (await usher.accounts());
  const [seconds, recordedSeconds] = [sinceAnswer(shutAt ?? Infinity), await recorded];
  if (!(await site.isShut(id))) {
    verdict.wrong += 1;
    verdict.faults.push(`the leaver's account is open in WordPress after ${recordedSeconds.toFixed(1)} s`);
  }

  await usher.untilAccounts(there);
  return {
    ...{ joins, pushedSeconds: pushed.seconds, seconds, recordedSeconds, waitingAtAnswer, waitingWhenShut },
    allThereAfterSeconds: sinceAnswer(),
  };
}

async function untilRecorded(usher: Deployment, scimId: string, giveUpAt: number): Promise<void> {
  while ((await usher.status(scimId)) !== 'inactive' && Date.now() < giveUpAt)
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
}

const LEAVER = {
  userName: 'leaver@bench.example',
  name: { givenName: 'Leah', familyName: 'Ver' },
  emails: [{ value: 'leaver@bench.example', type: 'work', primary: true }],
  active: true,
};

async function send(usher: Deployment, method: string, path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(`${usher.ingress.baseUrl}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${usher.token}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the ingress answered ${answer.status} to ${method} ${path}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as { id: string };
}
