import type { RunningStandalone } from '../start/start-standalone.js';

export async function runDemo(_running: RunningStandalone): Promise<boolean> {
  return true;
}
