import { Text, Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { t } from '../texts/en.js';
import { absoluteTime, relativeTime } from './time.js';

const TICK = 15_000;

/** One clock for all that is shown. */
const clock = {
  listeners: new Set<(now: Date) => void>(),
  timer: undefined as number | undefined,
  subscribe(listener: (now: Date) => void): () => void {
    clock.listeners.add(listener);
    clock.timer ??= window.setInterval(() => clock.listeners.forEach((each) => each(new Date())), TICK);
    return () => {
      clock.listeners.delete(listener);
      if (clock.listeners.size > 0) return;
      window.clearInterval(clock.timer);
      clock.timer = undefined;
    };
  },
};

export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => clock.subscribe(setNow), []);
  return now;
}

interface RelativeTimeProps {
  /** RFC 3339; null: never */
  at: string | null | undefined;
  /** Said in its place when there is none. */
  absent?: string;
  /** False in rows that open, which tell the time itself: no stop for the keyboard in each of them. */
  reachable?: boolean;
}

/** How long ago, or until when; the time itself on hover and focus. */
export function RelativeTime({ at, absent = t.common.never, reachable = true }: RelativeTimeProps) {
  const now = useNow();
  if (at === null || at === undefined)
    return (
      <Text span inherit c="dimmed">
        {absent}
      </Text>
    );
  const date = new Date(at);
  return (
    <Tooltip label={absoluteTime(date)}>
      <time dateTime={at} tabIndex={reachable ? 0 : undefined}>
        {relativeTime(date, date.getTime() > now.getTime() && date.getTime() - now.getTime() < TICK ? date : now)}
      </time>
    </Tooltip>
  );
}
