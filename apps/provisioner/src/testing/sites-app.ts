import { randomBytes } from 'node:crypto';
import type { Definition } from '../targets/definition.js';
import { siteWith } from '../targets/target-site.js';
import { ProvisionerApp, type ProvisionerOptions } from './provisioner-app.js';
import { ScriptedSite } from './scripted-site.js';

export const PASSWORD = 'abcd EFGH 1234 ijkl';
export const secretKey = (): string => randomBytes(32).toString('base64');

/** Whatever the operator API answers; a test looks at the part that it asked for. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Body = any;

/** A provisioner whose sites an operator connects: every address has a scripted site behind it. */
export class SitesApp {
  private constructor(
    readonly app: ProvisionerApp,
    private readonly sites: Map<string, ScriptedSite>,
    /** The credentials that a way to a site was made with, by address; the last is the one in use. */
    readonly ways: Map<string, Definition['credentials'][]>,
    private readonly config: ProvisionerOptions['config'],
  ) {}

  static async open(config: ProvisionerOptions['config'] = { USHER_SECRET_KEY: secretKey() }): Promise<SitesApp> {
    const sites = new Map<string, ScriptedSite>();
    const ways = new Map<string, Definition['credentials'][]>();
    const app = await ProvisionerApp.open([], { config, site: (definition) => siteFor(definition, sites, ways) });
    return new SitesApp(app, sites, ways, config);
  }

  /** Another process, or this one after a restart: on the same database, with the same sites. */
  fellow(config = this.config): Promise<ProvisionerApp> {
    return this.app.fellow({ config, site: (definition) => siteFor(definition, this.sites, this.ways) });
  }

  close(): Promise<void> {
    return this.app.close();
  }

  site(url: string): ScriptedSite {
    return siteAt(url, this.sites);
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return this.app.api<Body>(`/api/targets${path}`, method, body, undefined, headers);
  }

  /** Connects a site, and gives its id. */
  async connect(given: Record<string, unknown> = {}): Promise<string> {
    const name = `Site ${randomBytes(3).toString('hex')}`;
    const siteUrl = `https://${randomBytes(4).toString('hex')}.example`;
    const body = { name, siteUrl, connection: 'default', username: 'usher', applicationPassword: PASSWORD, ...given };
    const answer = await this.api('POST', '', body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return String(answer.body.id);
  }

  /** What the audit was told of a target. */
  async acts(id: string) {
    const told = await this.app.operations();
    return told.filter(({ target }) => target?.id === id);
  }
}

function siteFor({ siteUrl, credentials }: Definition, sites: Map<string, ScriptedSite>, ways: SitesApp['ways']) {
  ways.set(siteUrl, [...(ways.get(siteUrl) ?? []), credentials]);
  return credentials.ok ? siteAt(siteUrl, sites) : siteWith(siteUrl, credentials);
}

function siteAt(url: string, sites: Map<string, ScriptedSite>): ScriptedSite {
  const site = sites.get(url) ?? new ScriptedSite();
  sites.set(url, site);
  return site;
}
