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
  position: string;
  key: string;
  headers: string;
  value: string;
}

/** One topic for one group: its lock, how far it is read, and how far committed. */
export class TopicReader {
  holdsLock = false;
  private readTo = '0';
  private committed?: bigint;

  constructor(
    private readonly session: PgSession,
    private readonly runner: LaneRunner,
    private readonly group: string,
    private readonly topic: string,
  ) {}

  /** Takes the topic over, unless another process works on it, from where its group last committed. */
  async acquire(): Promise<void> {
    if (!(await this.session.tryLock(this.group, this.topic))) return;
    // A group is known from here on, so that nothing it hasn't passed is deleted.
    const { rows } = await this.session.client.query<{ position: string }>(
      `INSERT INTO event_log.offsets AS own (group_name, topic, position) VALUES ($1, $2, 0)
       ON CONFLICT (group_name, topic) DO UPDATE SET position = own.position
       RETURNING position`,
      [this.group, this.topic],
    );
    this.readTo = rows[0]?.position ?? '0';
    this.committed = undefined;
    this.holdsLock = true;
  }

  /** Gives the next messages to the runner. True when there may be more to read at once. */
  async read(): Promise<boolean> {
    if (!this.holdsLock || !this.hasRoom()) return false;
    const { rows } = await this.session.client.query<Row>({
      name: 'event_log_read',
      text: `SELECT position, key, headers, value FROM event_log.records
             WHERE topic = $1 AND position > $2 ORDER BY position LIMIT ${AT_ONCE}`,
      values: [this.topic, this.readTo],
    });
    for (const row of rows) {
      this.runner.add({
        topic: this.topic,
        partition: PARTITION,
        offset: row.position,
        key: row.key,
        headers: JSON.parse(row.headers) as Record<string, string>,
        value: row.value,
      });
      this.readTo = row.position;
    }
    return rows.length === AT_ONCE && this.hasRoom();
  }

  get hasToCommit(): boolean {
    return this.holdsLock && this.runner.committable(this.topic, PARTITION) !== this.committed;
  }

  async commit(): Promise<void> {
    const position = this.runner.committable(this.topic, PARTITION);
    if (!this.hasToCommit || position === undefined) return;
    await this.session.client.query({
      name: 'event_log_commit',
      text: `UPDATE event_log.offsets SET position = $3, committed_at = now() WHERE group_name = $1 AND topic = $2`,
      values: [this.group, this.topic, String(position)],
    });
    this.committed = position;
  }

  private hasRoom(): boolean {
    return (
      this.runner.unfinished(this.topic, PARTITION) <= WINDOW - AT_ONCE &&
      this.runner.uncommittable(this.topic, PARTITION) < LONGEST_TAIL
    );
  }
}
