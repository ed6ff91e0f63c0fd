import { Controller, Get, Inject, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@usher/operator-auth';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import { type CheckpointView, checkpointView } from './checkpoint.js';
import { Checkpoints } from './checkpoints.js';
import { type PublicKeyInfo, SigningKeys } from './signing.js';

export interface ChainView {
  /** Id of the connection; `-` for the acts of none. */
  chain: string;
  /** Those that are kept. */
  entries: number;
  /** The last entry; the hash is hexadecimal. */
  head: { seq: number; hash: string };
  checkpoint: CheckpointView | null;
}

/** What an auditor outside needs to hold Usher to its word. */
@UseGuards(OperatorGuard)
@Controller('api/audit')
export class ChainsController {
  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly checkpoints: Checkpoints,
    private readonly keys: SigningKeys,
  ) {}

  /** Where the chains stand; kept elsewhere, a later verification can be held against it. */
  @Get('chains')
  async chains(): Promise<{ chains: ChainView[] }> {
    const chains = await this.checkpoints.chains(poolOf(this.database));
    return {
      chains: chains.map(({ chain, entries, head, checkpoint }) => ({
        ...{ chain, entries, head: { seq: head.seq, hash: head.hash.toString('hex') } },
        checkpoint: checkpoint && checkpointView(checkpoint),
      })),
    };
  }

  /** Whose signatures count. */
  @Get('keys')
  publicKeys(): { keys: PublicKeyInfo[] } {
    return { keys: this.keys.publicKeys() };
  }
}
