import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort, serveFlags } from '@usher/testing';
import type pg from 'pg';
import { startServer } from '../child.js';
import { startPostgres, withClient } from '../postgres.js';
import { ask } from './ask.js';
import { loadEntries } from './load.js';
import { QUESTIONS, type Samples } from './questions.js';
import { measureRecording } from './recording.js';
import { measureTable } from './table.js';
import { auditLines, type AuditReport, figuresOf, QUESTION_HEAD, questionRow } from './report.js';

export interface AuditPlan {
  entries: number;
  /** How often each question is asked. */
  askings: number;
  batches: number;
  /** The console's table as well, in a Chromium. */
  console: boolean;
}

/** Asks the audit everything that can be asked of a ledger of that size, then records into it. */
export async function runAudit(
  plan: AuditPlan,
  say: (text: string) => void,
): Promise<{ report: AuditReport; faults: string[] }> {
  const cleanUp: (() => Promise<void>)[] = [];
  try {
    const postgres = await startPostgres();
    cleanUp.push(() => postgres.stop());
    const databaseUrl = await postgres.createDatabase('audit');
    const token = randomBytes(24).toString('hex');
    const main = fileURLToPath(new URL('../../../apps/audit/dist/main.js', import.meta.url));
    const environment = { DATABASE_URL: databaseUrl, USHER_OPERATOR_TOKEN: token };
    const audit = await startServer('audit', main, await freePort(), environment, serveFlags());
    cleanUp.push(() => audit.stop());

    say(`loading about ${plan.entries.toLocaleString('en-US')} entries`);
    const entries = await withClient(databaseUrl, (client) => loadEntries(client, plan.entries, say));
    const samples = await withClient(databaseUrl, draw);
    const server = { baseUrl: audit.baseUrl, token };
    for (const question of QUESTIONS) await ask(server, question, samples, 2);
    say(QUESTION_HEAD);
    const answers = [];
    for (const question of QUESTIONS) {
      const answer = await ask(server, question, samples, plan.askings);
      answers.push(answer);
      say(questionRow(answer.name, figuresOf(answer.times), answer.entries));
    }
    const recording = await measureRecording(databaseUrl, plan.batches);
    let table = null;
    if (plan.console) {
      say('reading in the console');
      await audit.stop();
      table = await measureTable(databaseUrl, token);
    }
    const faults = answers.flatMap((answer) => answer.faults);
    const report: AuditReport = {
      entries,
      questions: answers.map(({ name, times }) => ({ name, ...figuresOf(times) })),
      all: figuresOf(answers.flatMap(({ times }) => times)),
      recording,
      table,
      wrongAnswers: faults.length,
    };
    say(auditLines(report));
    return { report, faults: [...new Set(faults)] };
  } finally {
    for (const stop of cleanUp.reverse()) await stop();
  }
}

export async function draw(client: pg.Client): Promise<Samples> {
  const { rows } = await client.query<{ name: keyof Samples; values: string[] }>(`
    WITH few AS (SELECT * FROM audit.entries TABLESAMPLE SYSTEM (0.3) REPEATABLE (7) WHERE login IS NOT NULL),
      drawn AS (SELECT * FROM few ORDER BY md5(id::text) LIMIT 50)
    SELECT 'userName' AS name, array_agg(upper(user_name)) AS values FROM drawn
    UNION ALL SELECT 'email', array_agg(email) FROM drawn
    UNION ALL SELECT 'login', array_agg(login) FROM drawn
    UNION ALL SELECT 'resourceId', array_agg(resource_id) FROM drawn
    UNION ALL SELECT 'traceId', array_agg(trace_id) FROM drawn
    UNION ALL SELECT 'family', array_agg(initcap(regexp_replace(user_name, '^.*\\.|[0-9]', '', 'g'))) FROM drawn
    UNION ALL SELECT 'middle', array_agg(to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) FROM drawn`);
  return Object.fromEntries(rows.map(({ name, values }) => [name, values])) as unknown as Samples;
}
