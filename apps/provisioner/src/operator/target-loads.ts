import type { Activity } from '../work/activity.js';
import type { WorkCounts, WorkQueue } from '../work/work-queue.js';
import type { TargetLoad } from './targets-view.js';

/** Milliseconds for which a count of the whole queue is given again: in a mass it has to look at all that waits. */
const FRESH = 2_000;
const NOTHING: WorkCounts = { waiting: 0, failed: 0, held: 0, scheduled: 0, oldest: null };

/** How much there is to do in the sites, however many screens ask for it. */
export class TargetLoads {
  private counted: { at: number; counts: Promise<Map<string, WorkCounts>> } | null = null;

  constructor(
    private readonly queue: Pick<WorkQueue, 'counts'>,
    private readonly activity: Pick<Activity, 'of'>,
  ) {}

  /** Of one, as it is now. */
  async of(id: string): Promise<TargetLoad> {
    const [counts, activity] = await Promise.all([this.queue.counts(id), this.activity.of([id])]);
    return load(counts.get(id), activity.get(id));
  }

  /** Of these, as it was two seconds ago at most. */
  async all(ids: readonly string[]): Promise<Map<string, TargetLoad>> {
    const [counts, activity] = await Promise.all([this.counts(), this.activity.of(ids)]);
    return new Map(ids.map((id) => [id, load(counts.get(id), activity.get(id))]));
  }

  private async counts(): Promise<Map<string, WorkCounts>> {
    if (this.counted === null || Date.now() - this.counted.at > FRESH) {
      this.counted = { at: Date.now(), counts: this.queue.counts() };
    }
    const { counted } = this;
    try {
      return await counted.counts;
    } catch (error) {
      if (this.counted === counted) this.counted = null;
      throw error;
    }
  }
}

function load(work = NOTHING, activity?: { outcomeAt: Date; successAt: Date | null }): TargetLoad {
  return { work, lastOutcomeAt: activity?.outcomeAt ?? null, lastSuccessAt: activity?.successAt ?? null };
}
