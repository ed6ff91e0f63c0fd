import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Signer, SigningKeys } from '../chain/signing.js';
import { testLedger, mixedEntries, type TestLedger } from '../testing/ledger.js';

/** The built command, as an auditor runs it. */
const seed = randomBytes(32);
let ledger: TestLedger;
let folder: string;

beforeAll(async () => {
  ledger = await testLedger(new SigningKeys(new Signer(seed)));
  await ledger.append(mixedEntries(40));
  await ledger.checkpoint();
  folder = await mkdtemp(join(tmpdir(), 'usher-verify-'));
});
afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

async function run(args: string[], environment: Record<string, string> = {}) {
  const command = process.execPath;
  const child = spawn(command, ['apps/audit/dist/verify/main.js', ...args], {
    env: { DATABASE_URL: ledger.url, USHER_AUDIT_SIGNING_KEY: seed.toString('base64'), ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('audit:verify', () => {
  it('ends with 0 for an intact ledger, and says what it has seen', async () => {
    const { code, out, err } = await run([]);
    expect(out).toMatch(
      /^-: 8 entries, 1 checkpoint, signed; ends with entry 8, [0-9a-f]{64}\ndefault: 24 .*\nokta: 8 .*\nThe audit is intact: 40 entries in 3 chains\n$/,
    );
    expect([code, err]).toEqual([0, '']);
  });

  it('does with the right to read alone, and with public keys alone', async () => {
    const role = `auditor_${randomBytes(6).toString('hex')}`;
    await ledger.pool.query(`CREATE ROLE ${role} LOGIN PASSWORD 'p'`);
    await ledger.pool.query(`GRANT USAGE ON SCHEMA audit TO ${role}`);
    await ledger.pool.query(`GRANT SELECT ON ALL TABLES IN SCHEMA audit TO ${role}`);
    const url = Object.assign(new URL(ledger.url), { username: role, password: 'p' });
    const trusted = ledger.keys.signer!.publicKey.toString('base64');
    const environment = { DATABASE_URL: url.href, USHER_AUDIT_SIGNING_KEY: '', USHER_AUDIT_TRUSTED_KEYS: trusted };
    expect(await run(['--json'], environment)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\{"ok":true,/) as string,
    });
    await ledger.pool.query(`DROP OWNED BY ${role}`);
    await ledger.pool.query(`DROP ROLE ${role}`);
  });

  it('says that it checked no signatures where it was given no key', async () => {
    const { code, out } = await run([], { USHER_AUDIT_SIGNING_KEY: '' });
    expect(out).toContain(
      'No key was given: signatures were not checked\nThe audit is intact: 40 entries in 3 chains; not',
    );
    expect(code).toBe(0);
  });

  it('ends with 1 for a broken one, and names the first fault', async () => {
    const file = join(folder, 'kept.json');
    await writeFile(file, JSON.stringify([{ chain: 'okta', seq: 5, hash: 'a'.repeat(64) }]));
    const { code, out } = await run(['--chain', 'okta', '--checkpoint', file]);
    expect(out).toMatch(
      /^The audit is broken\. First fault: chain okta, entry 5 \(.{36}\)\. The checkpoint kept elsewhere has/,
    );
    expect(code).toBe(1);
    const json = await run(['--checkpoint', file, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, fault: { chain: 'okta', seq: 5, kind: 'checkpoint' } });
    expect(json.code).toBe(1);
  });

  it.each([
    [[], { DATABASE_URL: '' }, /^audit-verify: DATABASE_URL must be postgres:/],
    [
      [],
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d' },
      /^audit-verify: PostgreSQL can't be reached at 127\.0\.0\.1:1/,
    ],
    [[], { USHER_AUDIT_TRUSTED_KEYS: 'x' }, /^audit-verify: USHER_AUDIT_TRUSTED_KEYS must be public keys/],
    [['--checkpoint', 'nowhere.json'], {}, /^audit-verify: nowhere\.json can't be read \(ENOENT\)$/m],
    [['--checkpoint', 'package.json'], {}, /^audit-verify: package\.json holds no checkpoint/],
    [['--chian', 'x'], {}, /^audit-verify: Unknown option '--chian'/],
  ])('ends with 2 when it can’t look: %j %j', async (args, environment, line) => {
    const { code, err, out } = await run(args, environment);
    expect(err).toMatch(line);
    expect([code, out]).toEqual([2, '']);
  });
});
