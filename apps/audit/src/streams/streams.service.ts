import { Inject, Injectable, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import type { AttributeChange, Json } from '@usher/events';
import { inTransaction, poolOf, Vault } from '@usher/persistence';
import type { PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import { actEntry, type Actor } from '../record/act.js';
import { type Delivered, bodyOf, deliver } from './delivery.js';
import { Feed } from './feed.js';
import { newSecret } from './signature.js';
import { purposeOf, type Stream, type StreamSecrets, type StreamView, streamView } from './stream.js';
import type { CreateStreamRequest, Start, UpdateStreamRequest } from './stream-requests.js';
import { type StoredStream, type StreamEdit, StreamRepository } from './stream.repository.js';

/** Injection token of what seals secrets; null where there is no key. */
export const AUDIT_VAULT = Symbol('audit vault');

const NO_KEY =
  'Usher has no key to keep the secrets of streams with: set USHER_SECRET_KEY for the audit service ' +
  '(openssl rand -base64 32), restart it, and try again.';

const SHOWN = ['name', 'url', 'format', 'filter', 'headerNames', 'paused', 'position'] as const;

interface Act {
  verb: 'create' | 'update' | 'delete';
  /** What the actor did: `removed the stream ...`. */
  words: string;
  changes: AttributeChange[];
}

/** Makes and changes streams; each act is in the audit. */
@Injectable()
export class StreamsService {
  constructor(
    private readonly streams: StreamRepository,
    private readonly feed: Feed,
    private readonly checkpoints: Checkpoints,
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    @Inject(AUDIT_VAULT) private readonly vault: Vault | null,
  ) {}

  async list(): Promise<StreamView[]> {
    const [streams, newest] = await Promise.all([this.streams.list(), this.feed.last()]);
    return streams.map((stream) => viewOf(stream, newest));
  }

  async view(id: string): Promise<StreamView> {
    const [stream, newest] = await Promise.all([this.found(id), this.feed.last()]);
    return viewOf(stream, newest);
  }

  /** The secret is shown this once. */
  async create(by: Actor, request: CreateStreamRequest): Promise<StreamView & { secret: string }> {
    const { name, url, format, filter = {}, headers = {}, paused = false, after = 'now' } = request;
    const id = StreamRepository.newId();
    const secret = newSecret();
    const sealed = this.seal({ id, url }, { secret, headers });
    const position = await this.positionOf(after);
    const stream = { id, name, url, format, filter, headerNames: Object.keys(headers), paused, position };
    await this.act(by, async (client) => {
      await this.streams.insert(client, { ...stream, sealed });
      return { verb: 'create', words: `made the stream ${name} to ${url}`, changes: changesOf({}, stream) };
    });
    return { ...(await this.view(id)), secret };
  }

  async update(by: Actor, id: string, request: UpdateStreamRequest): Promise<StreamView> {
    const stream = await this.found(id);
    const { after, headers, ...plain } = request;
    const secrets = this.open(stream);
    const url = plain.url ?? stream.url;
    // Whoever may change the address must not get the headers' secrets sent there.
    const moved = new URL(url).origin !== new URL(stream.url).origin;
    const kept = headers ?? (moved ? {} : secrets.headers);
    const edit: StreamEdit = {
      ...plain,
      headerNames: Object.keys(kept),
      sealed: this.seal({ id, url }, { secret: secrets.secret, headers: kept }),
      ...(after !== undefined && { position: await this.positionOf(after) }),
    };
    await this.act(by, async (client) => {
      await this.streams.update(client, id, edit);
      const changes = changesOf(stream, await this.found(id, client));
      if (headers !== undefined) changes.push({ path: 'headers', before: '(sealed)', after: '(sealed)' });
      return { verb: 'update', words: `changed the stream ${stream.name}`, changes };
    });
    return this.view(id);
  }

  async remove(by: Actor, id: string): Promise<void> {
    const stream = await this.found(id);
    await this.act(by, async (client) => {
      await this.streams.remove(client, id);
      const words = `removed the stream ${stream.name} to ${stream.url}`;
      return { verb: 'delete', words, changes: changesOf(stream, {}) };
    });
  }

  /** Sends the newest entry, as if it were new; nothing else changes. */
  async test(id: string): Promise<Delivered> {
    const stream = await this.found(id);
    const newest = await this.feed.last();
    const { entries } = await this.feed.read(Math.max(0, newest - 1), 1);
    return deliver(stream, this.open(stream), `${id}.test.${newest}`, bodyOf(stream, entries));
  }

  /** @throws ServiceUnavailableException without the key that sealed them */
  open(stream: StoredStream): StreamSecrets {
    const opened = this.vault?.open(stream.sealed, purposeOf(stream));
    if (opened === undefined) throw new ServiceUnavailableException(NO_KEY);
    if (!opened.ok) throw new ServiceUnavailableException(`The secret of the stream ${stream.name} ${opened.reason}`);
    return JSON.parse(opened.text) as StreamSecrets;
  }

  private seal(stream: Pick<Stream, 'id' | 'url'>, secrets: StreamSecrets): string {
    if (this.vault === null) throw new ServiceUnavailableException(NO_KEY);
    return this.vault.seal(JSON.stringify(secrets), purposeOf(stream));
  }

  private async positionOf(after: Start): Promise<number> {
    if (after === 'beginning') return 0;
    const newest = await this.feed.last();
    return after === 'now' ? newest : Math.min(after, newest);
  }

  private async found(id: string, client?: PoolClient): Promise<StoredStream> {
    const stream = await this.streams.find(id, client);
    if (stream === undefined) throw new NotFoundException(`There is no stream ${id}`);
    return stream;
  }

  /** Both or none: the change and its entry. */
  private act(by: Actor, change: (client: PoolClient) => Promise<Act>): Promise<void> {
    return inTransaction(poolOf(this.database), async (client) => {
      const { verb, words, changes } = await change(client);
      const act = { connection: null, detail: `${by.actor} ${words}`, changes };
      await this.checkpoints.append(client, [actEntry(by, { action: `audit.stream.${verb}`, ...act })]);
    });
  }
}

function viewOf({ sealed: _sealed, pendingUntil: _pending, ...stream }: StoredStream, newest: number): StreamView {
  return streamView(stream, newest);
}

function changesOf(before: Partial<Stream>, after: Partial<Stream>): AttributeChange[] {
  const json = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json));
  return SHOWN.map((path) => ({ path, before: json(before[path]), after: json(after[path]) })).filter(
    (change) => JSON.stringify(change.before) !== JSON.stringify(change.after),
  );
}
