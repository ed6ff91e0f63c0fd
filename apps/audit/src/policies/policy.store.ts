import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { inTransaction, poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { COMMON_CHAIN } from '../chain/canonical.js';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import { actEntry, type Actor } from '../record/act.js';
import { lockLedger } from '../record/append.js';
import type { AuditEntry } from '../record/entry.js';
import { cutOff } from '../removal/expire.js';
import { Mask } from './mask.js';

/** What is kept of a connection's acts, and for how long. */
export interface Policy {
  /** Id of the connection; `-` for acts that concern none. */
  connection: string;
  /** Null: for good. */
  retentionDays: number | null;
  /** SCIM paths whose values aren't stored. */
  masked: string[];
}

const SELECT = 'SELECT connection, retention_days AS "retentionDays", masked FROM audit.policies';

/** Milliseconds until what another process has set counts here. */
const POLL = 2_000;
const NOTHING = new Mask([]);

/** The policies, at hand for each entry that is recorded. */
@Injectable()
export class PolicyStore implements OnModuleInit, OnApplicationShutdown {
  private policies = new Map<string, Policy & { mask: Mask }>();
  private polling: NodeJS.Timeout | undefined;

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.refresh();
    this.polling = setInterval(() => {
      this.refresh().catch((error: Error) => new Logger('Audit').warn(`policies can't be read: ${error.message}`));
    }, POLL);
    this.polling.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.polling);
  }

  async list(): Promise<Policy[]> {
    return (await poolOf(this.database).query<Policy>(`${SELECT} ORDER BY connection`)).rows;
  }

  /** Sets a policy, and records what it was. */
  async set(policy: Policy, by: Actor): Promise<Policy> {
    await inTransaction(poolOf(this.database), async (client) => {
      await lockLedger(client);
      const { rows } = await client.query<Policy>(`${SELECT} WHERE connection = $1`, [policy.connection]);
      const before = rows[0] ?? { retentionDays: null, masked: [] };
      const changes = (['retentionDays', 'masked'] as const)
        .map((path) => ({ path, before: before[path], after: policy[path] }))
        .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
      if (changes.length === 0) return;
      await client.query(
        `INSERT INTO audit.policies (connection, retention_days, masked) VALUES ($1, $2, $3)
         ON CONFLICT (connection) DO UPDATE SET retention_days = excluded.retention_days, masked = excluded.masked`,
        [policy.connection, policy.retentionDays, policy.masked],
      );
      const connection = policy.connection === COMMON_CHAIN ? null : policy.connection;
      const detail = `${by.actor} set the audit's policy: ${inWords(policy)}`;
      await this.checkpoints.append(client, [actEntry(by, { action: 'audit.policy', connection, detail, changes })]);
    });
    await this.refresh();
    return policy;
  }

  maskOf(connection: string | null): Mask {
    return this.policies.get(connection ?? COMMON_CHAIN)?.mask ?? NOTHING;
  }

  /** Whether it would have been taken out already: such an event comes late, and isn't recorded any more. */
  isOver({ connection, occurredAt }: Pick<AuditEntry, 'connection' | 'occurredAt'>, now = new Date()): boolean {
    const days = this.policies.get(connection ?? COMMON_CHAIN)?.retentionDays ?? null;
    return days !== null && new Date(occurredAt) < cutOff(days, now);
  }

  private async refresh(): Promise<void> {
    const policies = await this.list();
    this.policies = new Map(policies.map((each) => [each.connection, { ...each, mask: new Mask(each.masked) }]));
  }
}

function inWords({ retentionDays, masked }: Policy): string {
  const time = retentionDays === null ? 'entries are kept for good' : `entries are kept for ${retentionDays} days`;
  return masked.length === 0 ? time : `${time}, values of ${masked.join(', ')} are masked`;
}
