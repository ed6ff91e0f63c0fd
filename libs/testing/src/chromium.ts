import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';

/** Names a Chromium or Chrome; else the first that PATH has. */
const CHROMIUM = 'PLAYWRIGHT_CHROMIUM';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @throws Error of one line when the machine has none */
function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const named = env[CHROMIUM];
  const places = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const found = named === undefined ? places.find((place) => existsSync(place)) : named;
  if (found === undefined || !existsSync(found))
    throw new Error(
      named === undefined
        ? `no Chromium found: apt-get install chromium, or set ${CHROMIUM}`
        : `${CHROMIUM} is ${named}, which is not there`,
    );
  return found;
}

/** The machine's own Chromium, without a window. */
export async function launchChromium(): Promise<Browser> {
  // Most that test something need no browser.
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath: findChromium(),
    // Chromium has no sandbox for root; a container's /dev/shm is small.
    args: ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}
