import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Of what failed: a picture, the trace (`npx playwright show-trace`), what the console and Usher said. */
const KEPT = 'tmp/console';

export type Story = (page: Page) => Promise<void>;

interface Where {
  browser: Browser;
  baseURL: string;
  /** What Usher printed. */
  log: () => string;
}

/** What a page complained of: errors in its console, what its CSP forbade, exceptions. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    // An answer with 4xx is no fault by itself: the tests cause some, and look at what is said of them.
    const isAnswer = /^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

/** One person at one browser; fails as well when a page of the console complained. */
export function story(where: () => Where, name: string, play: Story, options: BrowserContextOptions = {}) {
  return async (): Promise<void> => {
    const { browser, baseURL, log } = where();
    const context = await browser.newContext({ baseURL, viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(20_000);
    await context.tracing.start({ snapshots: true });
    const page = await context.newPage();
    const complaints = complaintsOf(page);
    try {
      await play(page);
      expect(complaints).toEqual([]);
      await context.tracing.stop();
    } catch (error) {
      const kept = join(KEPT, name.replace(/\W+/g, '-'));
      await mkdir(kept, { recursive: true });
      await Promise.allSettled([
        page.screenshot({ path: join(kept, 'page.png'), fullPage: true }),
        writeFile(join(kept, 'console.txt'), complaints.join('\n')),
        writeFile(join(kept, 'usher.txt'), log()),
      ]);
      await context.tracing.stop({ path: join(kept, 'trace.zip') }).catch(() => undefined);
      if (error instanceof Error) error.message += `\n(kept in ${kept})`;
      throw error;
    } finally {
      await context.close();
    }
  };
}
