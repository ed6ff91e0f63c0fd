import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ConfigurationError, IsPostgresUrl, IsPublicKeyList, IsSecretKey, loadConfig } from '@usher/config';
import { outliveLoss } from '@usher/persistence';
import { describeStartFailure } from '@usher/service';
import { IsOptional } from 'class-validator';
import { Pool } from 'pg';
import { SigningKeys } from '../chain/signing.js';
import { readKept } from './kept-checkpoints.js';
import type { KeptCheckpoint, Progress, VerifyResult } from './report.js';
import { verifyLedger } from './verify-ledger.js';
import { chainWords, resultWords } from './words.js';

const USAGE = `Verifies the audit's ledger in the database of DATABASE_URL; the keys are USHER_AUDIT_SIGNING_KEY or USHER_AUDIT_TRUSTED_KEYS.

  --chain <id>         only the chain of this connection; - for the acts of none
  --checkpoint <file>  holds the chains against what was kept of GET /api/audit/chains (JSON)
  --json               the result as JSON

Ends with 0 when the audit is intact, 1 when it is broken, 2 when it couldn't be verified.`;

const [INTACT, BROKEN, UNKNOWN] = [0, 1, 2];

/** What an auditor needs: no more than to read. */
class VerifyConfig {
  @IsPostgresUrl()
  DATABASE_URL: string;

  @IsOptional()
  @IsSecretKey()
  USHER_AUDIT_SIGNING_KEY?: string;

  @IsOptional()
  @IsPublicKeyList('GET /api/audit/keys has them')
  USHER_AUDIT_TRUSTED_KEYS?: string;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

async function main(): Promise<number> {
  const { chain, checkpoint, json, help } = optionsOf(process.argv.slice(2));
  if (help === true) {
    say(USAGE);
    return INTACT;
  }
  const config = loadConfig(VerifyConfig);
  const kept = checkpoint === undefined ? [] : await keptIn(checkpoint);
  const keys = SigningKeys.from(config);
  const pool = new Pool({ connectionString: config.DATABASE_URL, max: 1, application_name: 'usher-audit-verify' });
  // What breaks is told by the statement that it breaks.
  pool.on('error', () => undefined).on('connect', outliveLoss);
  try {
    const result = await run(verifyLedger(pool, { keys, chain, kept }));
    if (json === true) {
      say(JSON.stringify(result));
    } else {
      for (const one of result.chains) say(chainWords(one));
      if (keys.empty) say('No key was given: signatures were not checked');
      say(resultWords(result));
    }
    return result.ok ? INTACT : BROKEN;
  } finally {
    await pool.end();
  }
}

function optionsOf(args: string[]): { chain?: string; checkpoint?: string; json?: boolean; help?: boolean } {
  try {
    return parseArgs({
      args,
      options: {
        chain: { type: 'string' },
        checkpoint: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new ConfigurationError([`${error instanceof Error ? error.message : String(error)}\n${USAGE}`]);
  }
}

async function keptIn(file: string): Promise<KeptCheckpoint[]> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigurationError([`${file} can't be read (${error.code})`]);
  });
  const kept = readKept(parsed(text));
  if (kept === null) throw new ConfigurationError([`${file} holds no checkpoint as GET /api/audit/chains answers it`]);
  return kept;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells how far it is on a terminal, in one line. */
async function run(steps: AsyncGenerator<Progress, VerifyResult, void>): Promise<VerifyResult> {
  const terminal = process.stderr.isTTY;
  for (;;) {
    const step = await steps.next();
    if (terminal) process.stderr.write('\r\u001b[K');
    if (step.done === true) return step.value;
    const { chain, checked, of } = step.value;
    if (terminal) process.stderr.write(`${chain}: ${checked} of ${of}`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  for (const line of describeStartFailure(error)) complain(`audit-verify: ${line}`);
  process.exitCode = UNKNOWN;
}
