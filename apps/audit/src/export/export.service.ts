import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { SigningKeys } from '../chain/signing.js';
import { AUDIT_DATABASE } from '../database.js';
import { conditionsOf, type EntryFilter } from '../query/filter.js';
import type { Condition } from '../removal/marked.js';
import { type ExportOrder, ExportStore } from './export.store.js';
import { exportEntry } from './export-entry.js';
import { headOf, linesOf } from './lines.js';
import { ChainParts, type Manifest, type SignedManifest, signedText } from './manifest.js';
import { Snapshot } from './snapshot.js';

/** Each holds a connection to the database and a snapshot of it. */
const MOST_AT_ONCE = 3;

export interface ExportFile {
  order: ExportOrder;
  content: Readable;
}

/** Makes the files of exports, in as much memory as a batch needs. */
@Injectable()
export class ExportService {
  /** Milliseconds for which a file waits for a client that doesn't take any more of it. */
  patience = 120_000;
  private running = 0;

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly store: ExportStore,
    private readonly keys: SigningKeys,
  ) {}

  /**
   * Reads as fast as the file is taken, from one snapshot; ends when it isn't taken any more. The place is taken before
   * anything is waited for: files that were all let in would wait for each other's connections for ever.
   *
   * @returns `busy` when as many are made already; undefined when there is no such order
   */
  async file(take: () => Promise<ExportOrder | undefined>): Promise<ExportFile | 'busy' | undefined> {
    if (this.running >= MOST_AT_ONCE) return 'busy';
    this.running++;
    let order: ExportOrder | undefined;
    try {
      order = await take();
    } finally {
      if (order === undefined) this.running--;
    }
    if (order === undefined) return undefined;
    const giveUp = (): void => void content.destroy(new Error('no more of the file was taken'));
    const content = Readable.from(this.patient(this.chunks(order), giveUp), { objectMode: false });
    // One that nobody began to read is closed as well.
    content.once('close', () => this.running--);
    return { order, content };
  }

  /** Gives up when the next piece isn't asked for in time. */
  private async *patient(chunks: AsyncGenerator<Buffer>, giveUp: () => void): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      const late = setTimeout(giveUp, this.patience).unref();
      try {
        yield chunk;
      } finally {
        clearTimeout(late);
      }
    }
  }

  private async *chunks(order: ExportOrder): AsyncGenerator<Buffer> {
    let entries = 0;
    let finished = false;
    try {
      const snapshot = await Snapshot.open(poolOf(this.database), conditionOf(order), order.id);
      try {
        const [parts, hash] = [new ChainParts(snapshot.heads), createHash('sha256')];
        let bytes = 0;
        const counted = (text: string): Buffer => {
          const chunk = Buffer.from(text);
          hash.update(chunk);
          bytes += chunk.length;
          return chunk;
        };
        if (order.format === 'csv') yield counted(headOf('csv'));
        for (;;) {
          const batch = await snapshot.next();
          if (batch.length === 0) break;
          for (const { entry, hash: end } of batch) parts.add({ ...entry, hash: end });
          entries += batch.length;
          yield counted(
            linesOf(
              order.format,
              batch.map(({ entry }) => entry),
            ),
          );
        }
        await this.finish(order, { sha256: hash.digest('hex'), bytes, entries, chains: parts.list() });
        finished = true;
      } finally {
        await snapshot.close();
      }
    } finally {
      if (!finished) await this.tellOfEnd(order, entries);
    }
  }

  private finish(order: ExportOrder, made: Pick<Manifest, 'sha256' | 'bytes' | 'entries' | 'chains'>): Promise<void> {
    const { id, format, filter, madeAt, by } = order;
    const { signer } = this.keys;
    const manifest: Manifest = { ...made, format, filter, madeAt, actor: by.actor ?? '', keyId: signer?.keyId ?? null };
    const signature = signer?.sign(signedText(manifest)).toString('base64') ?? null;
    const signed: SignedManifest = { ...manifest, signature };
    return this.store.finish(id, signed, exportEntry(order, `exported ${countOf(made.entries)} as ${format}`, made));
  }

  /** What left the house before it was broken off must be known as well. */
  private async tellOfEnd(order: ExportOrder, entries: number): Promise<void> {
    const words = `began to export entries as ${order.format}, which was broken off after ${countOf(entries)}`;
    try {
      await this.store.breakOff(order.id, exportEntry(order, words, { entries }));
    } catch (error) {
      new Logger('Audit').error(`export ${order.id} was broken off, and that can't be recorded: ${String(error)}`);
    }
  }
}

const countOf = (entries: number): string => (entries === 1 ? '1 entry' : `${entries} entries`);

function conditionOf({ filter }: ExportOrder): Condition {
  const values: unknown[] = [];
  const conditions = conditionsOf(filter as unknown as EntryFilter, (value) => `$${values.push(value)}`);
  return { sql: conditions.join(' AND '), values };
}
