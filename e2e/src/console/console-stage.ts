import { randomBytes } from 'node:crypto';
import {
  launchChromium,
  openPhpDoor,
  type PhpDoor,
  startTestPostgres,
  startWordPress,
  type TestPostgres,
  type TestWordPress,
} from '@usher/testing';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { AuditClient, OperatorClient, ScimClient } from '../clients.js';
import { Standalone } from './standalone.js';
import { story, type Story } from './story.js';

/** Id of the site that the environment connects. */
export const SITE = 'default';

/** Everything real: Usher with its console, PostgreSQL, WordPress, and a Chromium to look at it. */
export class ConsoleStage {
  private constructor(
    readonly usher: Standalone,
    readonly postgres: TestPostgres,
    readonly wordpress: TestWordPress,
    readonly php: PhpDoor,
    readonly browser: Browser,
    readonly operatorToken: string,
    /** Of the connection that the environment makes. */
    readonly scimToken: string,
  ) {}

  static async set(environment: Record<string, string> = {}): Promise<ConsoleStage> {
    const [operatorToken, scimToken] = [randomBytes(24).toString('base64url'), randomBytes(24).toString('base64url')];
    const ends: (() => Promise<unknown>)[] = [];
    const kept = async <T>(part: Promise<T>, end: (started: T) => Promise<unknown>): Promise<T> => {
      const started = await part;
      ends.push(() => end(started));
      return started;
    };
    try {
      const [postgres, wordpress, browser] = await Promise.all([
        kept(startTestPostgres(), (started) => started.stop()),
        kept(startWordPress(), (started) => started.stop()),
        kept(launchChromium(), (started) => started.close()),
      ]);
      const [usher, php] = await Promise.all([
        Standalone.start({
          ...{ DATABASE_URL: postgres.url, USHER_SCIM_TOKEN: scimToken, USHER_OPERATOR_TOKEN: operatorToken },
          WORDPRESS_URL: wordpress.url,
          WORDPRESS_USERNAME: wordpress.connector.username,
          WORDPRESS_APPLICATION_PASSWORD: wordpress.connector.applicationPassword,
          ...environment,
        }),
        openPhpDoor(wordpress),
      ]);
      return new ConsoleStage(usher, postgres, wordpress, php, browser, operatorToken, scimToken);
    } catch (error) {
      await Promise.all(ends.map((end) => end()));
      throw error;
    }
  }

  async strike(): Promise<void> {
    await this.browser.close();
    await this.usher.stop();
    await Promise.all([this.wordpress.stop(), this.postgres.stop()]);
  }

  /** An identity provider with this token; by default that of the connection `default`. */
  idp(token = this.scimToken): ScimClient {
    return new ScimClient(this.usher.url, token);
  }

  get operator(): OperatorClient {
    return new OperatorClient(this.usher.url, this.operatorToken);
  }

  get auditor(): AuditClient {
    return new AuditClient(this.usher.url, this.operatorToken);
  }

  /** The site's settings, all of them; what is left out is the default. */
  async configure(settings: object): Promise<void> {
    await this.operator.ask('PUT', `/targets/${SITE}/settings`, { settings });
  }
}

/** A test at a browser: `stage` is asked for when it runs, for it is set in `beforeAll`. */
export const inBrowser = (
  stage: () => ConsoleStage,
  name: string,
  play: Story,
  options?: BrowserContextOptions,
): (() => Promise<void>) => {
  const where = () => ({ browser: stage().browser, baseURL: stage().usher.url, log: () => stage().usher.log() });
  return story(where, name, play, options);
};
