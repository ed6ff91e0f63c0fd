import type { EntryFilter } from '../query/filter.js';
import type { Format } from './formats/formats.js';

/** Where entries are sent as they are recorded. */
export interface Stream {
  id: string;
  name: string;
  url: string;
  format: Format;
  filter: EntryFilter;
  /** Names of headers that are sent along; their values are sealed. */
  headerNames: string[];
  paused: boolean;
  /** All entries up to this position have arrived. */
  position: number;
  /** Failures since the last delivery that arrived. */
  failures: number;
  lastError: string | null;
  lastSuccessAt: Date | null;
  nextTryAt: Date;
  madeAt: Date;
}

/** As the API shows it. */
export interface StreamView extends Omit<Stream, 'lastSuccessAt' | 'nextTryAt' | 'madeAt'> {
  /** Entries recorded since the last that arrived, those that the filter leaves out included. */
  behind: number;
  lastSuccessAt: string | null;
  /** RFC 3339; null while it is paused or nothing failed. */
  nextTryAt: string | null;
  madeAt: string;
}

export function streamView(stream: Stream, newest: number): StreamView {
  const { lastSuccessAt, nextTryAt, madeAt, failures, paused, position } = stream;
  return {
    ...stream,
    behind: Math.max(0, newest - position),
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    nextTryAt: failures === 0 || paused ? null : nextTryAt.toISOString(),
    madeAt: madeAt.toISOString(),
  };
}

/** What a delivery needs besides; never shown. */
export interface StreamSecrets {
  secret: string;
  headers: Record<string, string>;
}

/** What a sealed text of the stream is sealed for: elsewhere it doesn't open. */
export function purposeOf({ id, url }: Pick<Stream, 'id' | 'url'>): string {
  return `audit stream ${id} ${new URL(url).origin}`;
}
