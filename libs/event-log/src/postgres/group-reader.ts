import { parseHeaders } from '../headers.js';
import type { LaneRunner } from '../lanes/lane-runner.js';
import type { PgSession } from './session.js';

/** Read ahead of the work up to this many messages of a topic. */
const WINDOW = 1000;
const AT_ONCE = 500;
/** Beyond this many finished messages behind an unfinished one nothing more is read: a restart repeats them all. */
const LONGEST_TAIL = 20_000;
/** The only partition of a topic. */
const PARTITION = 0;

interface Row {
  topic: string;
  position: string;
  key: string;
  headers: string;
  value: string;
}

interface Progress {
  /** The last position given to the runner. */
  read: string;
  committed?: bigint;
}

const READ = `
  SELECT record.* FROM unnest($1::text[], $2::bigint[]) AS wanted (topic, after) CROSS JOIN LATERAL (
    SELECT topic, position, key, headers, value FROM event_log.records
    WHERE records.topic = wanted.topic AND position > wanted.after ORDER BY position LIMIT ${AT_ONCE}
  ) AS record`;

const COMMIT = `
  UPDATE event_log.offsets SET position = done.position, committed_at = now()
  FROM unnest($2::text[], $3::bigint[]) AS done (topic, position)
  WHERE group_name = $1 AND offsets.topic = done.topic`;

/** A group's topics over one session: which it has the lock of, how far each is read and how far committed. */
export class GroupReader {
  private readonly held = new Map<string, Progress>();

  constructor(
    private readonly session: PgSession,
    private readonly runner: LaneRunner,
    private readonly group: string,
    private readonly topics: readonly string[],
  ) {}

  /** Takes over the topics that no other process works on, from where the group last committed. True when it has all. */
  async acquire(): Promise<boolean> {
    for (const topic of this.topics) {
      if (this.held.has(topic) || !(await this.session.tryLock(this.group, topic))) continue;
      // A group is known from here on, so that nothing it hasn't passed is deleted.
      const { rows } = await this.session.client.query<{ position: string }>(
        `INSERT INTO event_log.offsets AS own (group_name, topic, position) VALUES ($1, $2, 0)
         ON CONFLICT (group_name, topic) DO UPDATE SET position = own.position
         RETURNING position`,
        [this.group, topic],
      );
      this.held.set(topic, { read: rows[0]?.position ?? '0' });
    }
    return this.held.size === this.topics.length;
  }

  /** Gives the next messages to the runner. True when there may be more to read at once. */
  async read(): Promise<boolean> {
    const wanted = [...this.held].filter(([topic]) => this.hasRoom(topic));
    if (wanted.length === 0) return false;
    const { rows } = await this.session.client.query<Row>({
      name: 'event_log_read',
      text: READ,
      values: [wanted.map(([topic]) => topic), wanted.map(([, { read }]) => read)],
    });
    for (const { topic, position, key, headers, value } of rows) {
      const message = { topic, key, headers: parseHeaders(headers), value };
      this.runner.add({ ...message, partition: PARTITION, offset: position });
      const progress = this.held.get(topic);
      if (progress) progress.read = position;
    }
    return rows.length >= AT_ONCE;
  }

  get hasToCommit(): boolean {
    return this.due().length > 0;
  }

  async commit(): Promise<void> {
    const due = this.due();
    if (due.length === 0) return;
    await this.session.client.query({
      name: 'event_log_commit',
      text: COMMIT,
      values: [this.group, due.map(({ topic }) => topic), due.map(({ position }) => String(position))],
    });
    for (const { progress, position } of due) progress.committed = position;
  }

  private due(): { topic: string; position: bigint; progress: Progress }[] {
    return [...this.held].flatMap(([topic, progress]) => {
      const position = this.runner.committable(topic, PARTITION);
      return position === undefined || position === progress.committed ? [] : [{ topic, position, progress }];
    });
  }

  private hasRoom(topic: string): boolean {
    return (
      this.runner.unfinished(topic, PARTITION) <= WINDOW - AT_ONCE &&
      this.runner.uncommittable(topic, PARTITION) < LONGEST_TAIL
    );
  }
}
