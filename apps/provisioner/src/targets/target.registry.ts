import { isDeepStrictEqual } from 'node:util';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { isUnavailable } from '@usher/persistence';
import type { WordPressSite } from '@usher/wordpress';
import { siteReady } from '../metrics.js';
import type { GateReport } from '../safety/site-gate.js';
import type { Definition } from './definition.js';
import { Target, type TargetParts, type TargetTuning } from './target.js';
import { EVERY_CONNECTION, type TargetRow } from './target-row.js';
import type { TargetStore } from './target.store.js';

/** Milliseconds until a change that another process made holds in this one. */
const POLL = 2_000;

export interface RegistryOptions {
  define(row: TargetRow): Definition;
  /** The way to the site of a target. */
  site(definition: Definition): WordPressSite;
  tuning?: TargetTuning;
  pollMs?: number;
}

export interface TargetChange {
  id: string;
  /** Undefined when it is no longer connected. */
  target: Target | undefined;
}

interface Known {
  definition: Definition;
  target: Target;
}

/**
 * The sites that are provisioned, as they are stored: a change holds at once in the process that made it, and within
 * seconds in others. What waits for a site goes on waiting while its settings change.
 */
export class TargetRegistry implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Targets');
  private readonly known = new Map<string, Known>();
  private readonly listeners = new Set<(change: TargetChange) => void>();
  private list: readonly Target[] = [];
  private timer?: NodeJS.Timeout;
  private refreshing: Promise<void> = Promise.resolve();
  private state: 'loading' | 'running' | 'closed' = 'loading';

  private constructor(
    private readonly store: Pick<TargetStore, 'revisions' | 'load'>,
    private readonly options: RegistryOptions,
  ) {}

  static async open(store: Pick<TargetStore, 'revisions' | 'load'>, options: RegistryOptions): Promise<TargetRegistry> {
    const registry = new TargetRegistry(store, options);
    await registry.refresh();
    return registry;
  }

  /** In the order in which they were connected. */
  all(): readonly Target[] {
    return this.list;
  }

  find(id: string): Target | undefined {
    return this.known.get(id)?.target;
  }

  /** What is stored of it. */
  definition(id: string): Definition | undefined {
    return this.known.get(id)?.definition;
  }

  /** The targets that get the users of a connection. */
  fedBy(connection: string): readonly Target[] {
    return this.list.filter((target) => [EVERY_CONNECTION, connection].includes(target.connection));
  }

  /** Called after a target was added, changed or removed. @returns a function that ends it */
  onChange(listener: (change: TargetChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Resolves when all that was committed before the call is in force here. */
  refresh(): Promise<void> {
    const refreshed = this.refreshing.then(() => this.load());
    this.refreshing = refreshed.catch(() => undefined);
    return refreshed;
  }

  onApplicationBootstrap(): void {
    this.state = 'running';
    for (const { gate } of this.list) gate.start();
    // A poll that fails leaves the targets as they were; what the database lacks, the health tells.
    const complain = (error: unknown): void => {
      if (!isUnavailable(error)) this.logger.error(`changes of sites can't be taken over: ${String(error)}`);
    };
    this.timer = setInterval(() => void this.refresh().catch(complain), this.options.pollMs ?? POLL);
    this.timer.unref();
  }

  /** Before the consumers are stopped: those that wait for a site give their work back. */
  async onModuleDestroy(): Promise<void> {
    this.state = 'closed';
    clearInterval(this.timer);
    for (const { gate } of this.list) gate.close();
    await this.refreshing;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.list.map((target) => target.close()));
  }

  private async load(): Promise<void> {
    if (this.state === 'closed') return;
    const revisions = await this.store.revisions();
    const differing = [...revisions].filter(
      ([id, revision]) => this.known.get(id)?.definition.row.revision !== revision,
    );
    const rows = differing.length === 0 ? [] : await this.store.load(differing.map(([id]) => id));
    const gone = [...this.known.keys()].filter((id) => !revisions.has(id));
    if (this.closed || (rows.length === 0 && gone.length === 0)) return;
    for (const id of gone) await this.remove(id);
    for (const row of rows) this.take(row);
    const places = [...revisions.keys()];
    this.list = [...this.known.values()]
      .map(({ target }) => target)
      .sort((one, other) => places.indexOf(one.id) - places.indexOf(other.id));
    for (const id of [...gone, ...rows.map((row) => row.id)]) this.told({ id, target: this.find(id) });
  }

  private get closed(): boolean {
    return this.state === 'closed';
  }

  private told(change: TargetChange): void {
    for (const listener of this.listeners) listener(change);
  }

  private take(row: TargetRow): void {
    const before = this.known.get(row.id);
    const definition = this.options.define(row);
    const parts = partsOf(definition);
    if (before === undefined) {
      const target = this.made(row.id, parts, definition);
      this.known.set(row.id, { definition, target });
      if (this.state === 'running') target.gate.start();
      return;
    }
    const sameWay = isDeepStrictEqual(wayOf(before.definition), wayOf(definition));
    before.target.become(parts, sameWay ? undefined : this.options.site(definition));
    this.known.set(row.id, { definition, target: before.target });
  }

  private made(id: string, parts: TargetParts, definition: Definition): Target {
    const { tuning } = this.options;
    const nameNow = (): string => (this.definition(id) ?? definition).row.name;
    return new Target({
      ...{ ...tuning, ...parts, id, site: this.options.site(definition) },
      onChange: (report) => this.tell(id, nameNow(), report),
      complain: (reason) => this.logger.warn(`${nameNow()}: ${reason}`),
    });
  }

  private async remove(id: string): Promise<void> {
    const target = this.find(id);
    this.known.delete(id);
    siteReady.remove({ target: id });
    await target?.retire();
  }

  private tell(id: string, name: string, { state, reason, lastStatus }: GateReport): void {
    siteReady.set({ target: id }, state === 'ready' ? 1 : 0);
    if (state === 'ready') {
      const { plugin, wordpress } = lastStatus ?? {};
      this.logger.log(`${name} serves: WordPress ${wordpress?.version}, connector ${plugin?.version}`);
    } else if (state === 'paused') {
      this.logger.warn(`${name} is paused, users wait: ${reason}`);
    } else if (state === 'stopped') {
      this.logger.log(`${name} is stopped: ${reason}`);
    } else {
      this.logger.error(`${name} is quarantined until this is put right, users wait: ${reason}`);
    }
  }
}

function partsOf({ row, siteUrl, policy, stopped }: Definition): TargetParts {
  const { name, connection, version } = row;
  return { name, siteUrl, connection, version, policy, stopped };
}

/** What the client of the site depends on. */
const wayOf = ({ siteUrl, credentials }: Definition) => ({ siteUrl, credentials });
