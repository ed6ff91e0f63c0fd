import { PRESETS } from '@usher/scim';
import { type Ingress, startTestIngress } from '../testing/harness.js';
import { runSequence } from './run-sequence.js';
import { type NamedSequence, rfcSequences, sequences } from './sequence.js';

let ingress: Ingress;
beforeAll(async () => {
  ingress = await startTestIngress();
});
afterAll(() => ingress?.stop());

/** On a connection of its own, where every name is free. */
async function conduct({ name, sequence }: NamedSequence, preset: string, strict: boolean): Promise<void> {
  const connection = await ingress.operator('POST', '', { name: `${name} ${String(strict)}`, preset, strict });
  expect(connection.status).toBe(201);
  const token = await ingress.operator('POST', `/${String(connection.body.id)}/tokens`, { name });
  expect(token.status).toBe(201);
  const authorization = `Bearer ${String(token.body.token)}`;
  await runSequence(sequence, (method, path, body, headers) =>
    ingress.scim(method, path, body, { authorization, ...headers }),
  );
}

describe('a connection with its preset conducts the conversation', () => {
  it.each(sequences())('[idp $name] $sequence.title', (named) => conduct(named, named.idp, false));
});

const tagged = rfcSequences().map((named) => ({
  named,
  tags: (named.sequence.sections ?? []).map((section) => `[${section}]`).join(' '),
}));

describe('a strict connection', () => {
  it.each(tagged)('conducts what the RFC shows: $named.sequence.title $tags', ({ named }) =>
    conduct(named, 'generic', true),
  );

  const cited = new Set(PRESETS.flatMap(({ needs }) => Object.values(needs).flat()));
  const [lenient, plain] = [true, false].map((wanted) =>
    sequences().filter(({ name }) => cited.has(`sequences/${name}`) === wanted),
  );

  it.each(plain!)('conducts $name, which no preset cites for a leniency', (named) => conduct(named, named.idp, true));

  it.each(lenient!)('refuses something of $name, which a preset cites for a leniency', async (named) => {
    await expect(conduct(named, named.idp, true)).rejects.toThrow(/^step \d+ of \d+, [^\n]* got 400\n/);
  });
});
