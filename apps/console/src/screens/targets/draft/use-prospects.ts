import { useCallback, useEffect, useRef, useState } from 'react';
import { ndjson } from '../../../api/ndjson.js';
import { targetPath } from '../../../api/targets.js';
import { NOBODY, type ProspectsLine, type Tally, tallied, whole } from './prospects-tally.js';

export interface Prospects {
  tally: Tally;
  running: boolean;
  error: unknown;
  start(settings: object): void;
}

/** Milliseconds between two looks at the screen, however fast the lines come. */
const PACE = 120;

/** What would come of settings for everybody in one site; nothing is done, and the site isn't asked. */
export function useProspects(target: string): Prospects {
  const [tally, setTally] = useState<Tally>(NOBODY);
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<unknown>();
  const over = useRef<AbortController>(undefined);

  const start = useCallback(
    (settings: object) => {
      over.current?.abort();
      const controller = new AbortController();
      const { signal } = controller;
      over.current = controller;
      setTally(NOBODY);
      setError(undefined);
      setRunning(true);
      void follow(target, settings, signal, setTally)
        .catch((failure: unknown) => !signal.aborted && setError(failure))
        .finally(() => over.current === controller && setRunning(false));
    },
    [target],
  );

  useEffect(() => () => over.current?.abort(), []);
  return { tally, running, error, start };
}

async function follow(
  target: string,
  settings: object,
  signal: AbortSignal,
  show: (tally: Tally) => void,
): Promise<void> {
  let tally = NOBODY;
  let lines: ProspectsLine[] = [];
  let shown = performance.now();
  const options = { method: 'POST', body: { settings }, signal } as const;
  for await (const line of ndjson<ProspectsLine>(`${targetPath(target)}/explain-all`, options)) {
    lines.push(line);
    if (performance.now() - shown < PACE) continue;
    tally = tallied(tally, lines);
    lines = [];
    shown = performance.now();
    show(tally);
  }
  if (!signal.aborted) show(whole(tallied(tally, lines)));
}
