import { parseArgs } from 'node:util';
import type { AuditPlan } from './audit/bench.js';
import { OPERATIONS, type OperationName } from './load/operations.js';
import { planFor, type ProvisioningPlan } from './provisioning/plan.js';

export const USAGE = `npm run bench -- [options]
  --seconds <n>      seconds for each cell and round (2)
  --rounds <n>       rounds; ingress and floor take turns in each (2)
  --in-flight <list> requests in flight (1,16,64)
  --only <list>      operations: ${OPERATIONS.join(', ')}
  --users <n>        users that exist before the first measurement (2000)
  --members <n>      members of the large group, against one of ten (10000)
  --provisioning     users all the way into a WordPress instead, against WordPress's own REST API
  --database <name>  with --provisioning: mariadb measures a WordPress on MariaDB too (sqlite)
  --audit            search and recording of the audit instead
  --entries <n>      with --audit: entries to search in (5000000)
  --console          with --audit: its table in the console too, in a Chromium
  --quick            a smoke test of a few seconds: says whether the answers are right, not how fast they come
  --json             figures as JSON on standard output, progress on standard error
Exit code 1 when an answer was wrong, never for being slow.`;

export interface Options {
  seconds: number;
  rounds: number;
  inFlight: number[];
  operations: OperationName[];
  users: number;
  members: number;
  json: boolean;
  /** What is measured instead of the ingress; null: not that. */
  provisioning: ProvisioningPlan | null;
  audit: AuditPlan | null;
}

/** @throws {Error} in one line, when an option is unknown or its value makes no sense. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string' },
      'in-flight': { type: 'string' },
      only: { type: 'string' },
      users: { type: 'string' },
      members: { type: 'string' },
      provisioning: { type: 'boolean', default: false },
      database: { type: 'string' },
      audit: { type: 'boolean', default: false },
      entries: { type: 'string' },
      console: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.database !== undefined && !values.provisioning) throw new Error('--database goes with --provisioning');
  if (values.entries !== undefined && !values.audit) throw new Error('--entries goes with --audit');
  if (values.console && !values.audit) throw new Error('--console goes with --audit');
  if (values.audit && values.provisioning) throw new Error('--audit and --provisioning are two runs');
  const inFlight = (values['in-flight'] ?? (values.quick ? '1,16' : '1,16,64')).split(',');
  return {
    seconds: positive('--seconds', values.seconds ?? (values.quick ? '0.3' : '2')),
    rounds: whole('--rounds', values.rounds ?? (values.quick ? '1' : '2')),
    inFlight: inFlight.map((text) => whole('--in-flight', text)),
    operations: values.only === undefined ? [...OPERATIONS] : values.only.split(',').map(operation),
    users: whole('--users', values.users ?? (values.quick ? '200' : '2000')),
    members: whole('--members', values.members ?? (values.quick ? '200' : '10000')),
    json: values.json,
    provisioning: values.provisioning ? planFor(values) : null,
    audit: values.audit ? auditPlan(values) : null,
  };
}

interface AuditValues {
  entries?: string | undefined;
  console: boolean;
  quick: boolean;
}

/** The small ledger is for looking whether the answers are right. */
function auditPlan({ entries, console, quick }: AuditValues): AuditPlan {
  const given = whole('--entries', entries ?? (quick ? '50000' : '5000000'));
  return { entries: given, askings: quick ? 2 : 20, batches: quick ? 4 : 60, console };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new Error(`${name} must be a number above 0, not "${text}"`);
}

function whole(name: string, text: string): number {
  const value = positive(name, text);
  if (Number.isInteger(value)) return value;
  throw new Error(`${name} must be a whole number, not "${text}"`);
}

function operation(text: string): OperationName {
  const found = OPERATIONS.find((name) => name === text.trim());
  if (found !== undefined) return found;
  throw new Error(`--only knows ${OPERATIONS.join(', ')}, not "${text}"`);
}
