import { randomUUID } from 'node:crypto';
import { ConflictException, Inject, Injectable, Logger } from '@nestjs/common';
import type { Origin } from '@usher/events';
import { inTransaction, poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { COMMON_CHAIN } from '../chain/canonical.js';
import { Checkpoints } from '../chain/checkpoints.js';
import { SigningKeys } from '../chain/signing.js';
import { AUDIT_DATABASE } from '../database.js';
import type { AuditEntry } from '../record/entry.js';
import { plainAddress } from '../record/from-event.js';
import type { KeptCheckpoint, Progress, VerifyResult } from './report.js';
import { verifyLedger } from './verify-ledger.js';
import { resultWords } from './words.js';

export interface VerificationRequest {
  chain?: string;
  kept: readonly KeptCheckpoint[];
}

/** One line of the answer. */
export type VerificationLine = Progress | { result: VerifyResult } | { error: string };

export interface BegunVerification {
  first: VerificationLine[];
  rest: AsyncGenerator<VerificationLine, void, void>;
}

/** Verifies the ledger for an operator, and puts down that it was done. */
@Injectable()
export class Verification {
  private readonly logger = new Logger('Verify');
  private running = false;

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly keys: SigningKeys,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Begins, and answers what it has to say; `rest` must be read to its end or returned.
   * @throws {ConflictException} while another is under way: each holds a connection of the pool that records.
   */
  async begin(request: VerificationRequest, origin: Origin): Promise<BegunVerification> {
    if (this.running)
      throw new ConflictException(
        'The audit is being verified already: wait for that to end, or use npm run audit:verify',
      );
    this.running = true;
    const rest = this.lines(request, origin);
    const first = await rest.next();
    return { first: first.done === true ? [] : [first.value], rest };
  }

  private async *lines(
    { chain, kept }: VerificationRequest,
    origin: Origin,
  ): AsyncGenerator<VerificationLine, void, void> {
    let result: VerifyResult | undefined;
    let begun = false;
    let done = false;
    try {
      const steps = verifyLedger(poolOf(this.database), { keys: this.keys, chain, kept });
      try {
        let step = await steps.next();
        for (; step.done !== true; step = await steps.next()) {
          begun = true;
          yield step.value;
        }
        result = step.value;
      } finally {
        await steps.return({ ok: false, chains: [], fault: null });
      }
      await this.record(chain, result, origin);
      done = true;
      yield { result };
    } catch (error) {
      if (!begun) throw error;
      this.logger.warn(`the verification broke off: ${reasonOf(error)}`);
      yield { error: 'The verification broke off; try again later' };
    } finally {
      this.running = false;
      // Whoever asked has gone: that is put down as well.
      if (!done)
        await this.record(chain, undefined, origin).catch((error: unknown) =>
          this.logger.error(`a verification that broke off can't be recorded: ${reasonOf(error)}`),
        );
    }
  }

  private async record(chain: string | undefined, result: VerifyResult | undefined, origin: Origin): Promise<void> {
    const entry = (connection: string | null): AuditEntry => ({
      ...{
        id: randomUUID(),
        occurredAt: new Date().toISOString(),
        kind: 'operation',
        action: 'audit.verify',
        connection,
      },
      status: result === undefined ? 'skipped' : result.ok ? 'succeeded' : 'rejected',
      ...{ userName: null, email: null, login: null, resourceId: null, externalId: null, target: null, targetId: null },
      ...{ sourceIp: plainAddress(origin.sourceIp), actor: origin.actor, traceId: origin.traceId },
      detail: resultWords(result),
      code: result?.fault?.kind ?? null,
      ...{ changes: [], execution: null, revision: null, causeId: null },
    });
    await inTransaction(poolOf(this.database), async (client) => {
      // Of a chain that isn't there none may be begun.
      const { rowCount } = await client.query('SELECT FROM audit.chains WHERE chain = $1', [chain]);
      const known = chain !== undefined && chain !== COMMON_CHAIN && rowCount !== 0;
      await this.checkpoints.append(client, [entry(known ? chain : null)]);
    });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
