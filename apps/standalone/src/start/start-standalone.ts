import { isPortFree, type EmbeddedWordPress } from '@usher/embedded';
import type { StandaloneConfig } from '../config.js';
import { DataFolder, type Credentials } from './data-folder.js';
import { databaseOf, siteOf, type Connector, type StartContext } from './parts.js';
import { partsConfig } from './parts-config.js';
import type { Steps } from './steps.js';

export interface RunningStandalone {
  credentials: Credentials;
  credentialsFile: string;
  connector: Connector;
  close(): Promise<void>;
}

/**
 * Brings everything up; what was begun is ended again when a part fails or the signal is raised.
 *
 * @throws Error of one line for what a person can put right
 */
export async function startStandalone(
  config: StandaloneConfig,
  steps: Steps,
  signal: AbortSignal,
): Promise<RunningStandalone> {
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const folder = await DataFolder.open(config.USHER_DATA_DIR);
    ends.push(() => folder.release());
    await checkPort(config);
    return { ...(await startParts(config, folder, ends, steps, signal)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  config: StandaloneConfig,
  folder: DataFolder,
  ends: (() => Promise<void>)[],
  steps: Steps,
  signal: AbortSignal,
): Promise<Omit<RunningStandalone, 'close'>> {
  // Nest and the services take a while to load; meanwhile the parts below them start.
  const loading = Promise.all([import('../app.module.js'), import('@usher/console')]);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const context: StartContext = { config, folder, ends, steps, signal: either, checks: new Map() };
  const parts = [databaseOf(context), siteOf(context)] as const;
  for (const part of parts) part.catch((error: unknown) => failed.abort(error));
  const [database, site] = await Promise.allSettled(parts);
  const [{ createApp }, { serveConsole }] = await loading;
  // The first to fail says why; the other one was given up because of it.
  if (database.status === 'rejected') throw database.reason;
  if (site.status === 'rejected') throw site.reason;
  signal.throwIfAborted();

  const { embedded, connector } = site.value;
  const tokens = await folder.tokens({ scim: config.USHER_SCIM_TOKEN, operator: config.USHER_OPERATOR_TOKEN });
  const app = await createApp(
    partsConfig(config, {
      ...{ database: database.value, tokens, connector, heir: embedded?.admin.username },
      secretKey: config.USHER_SECRET_KEY ?? (await folder.secretKey()),
      auditSigningKey: config.USHER_AUDIT_SIGNING_KEY ?? (await folder.auditSigningKey()),
    }),
    context.checks,
  );
  ends.push(() => app.close());
  serveConsole(app.getHttpAdapter().getInstance(), { issuer: config.USHER_OIDC_ISSUER });
  await app.startAllMicroservices();
  signal.throwIfAborted();

  const credentialsAt = (baseUrl: string): Credentials => ({
    scim: { baseUrl: `${baseUrl}/scim/v2`, token: tokens.scim },
    operator: { baseUrl: `${baseUrl}/api`, token: tokens.operator },
    console: { url: `${baseUrl}/` },
    wordpress: embedded ? administrator(embedded) : { url: connector.url },
    database: { url: database.value },
  });
  const host = config.USHER_HTTP_HOST.includes(':') ? `[${config.USHER_HTTP_HOST}]` : config.USHER_HTTP_HOST;
  // Written before anything answers: who waits for readiness finds it.
  await folder.writeCredentials(credentialsAt(`http://${host}:${config.USHER_HTTP_PORT}`));
  await app.listen(config.USHER_HTTP_PORT, config.USHER_HTTP_HOST);
  const credentials = credentialsAt((await app.getUrl()).replace(/\/$/, ''));
  await folder.writeCredentials(credentials);
  steps.say('services', 'serve');
  return { credentials, credentialsFile: folder.credentialsFile, connector };
}

async function checkPort({ USHER_HTTP_PORT: port, USHER_HTTP_HOST: host }: StandaloneConfig): Promise<void> {
  // Found out before minutes are spent on fetching; whoever takes it later is reported by listen.
  if (port !== 0 && !(await isPortFree(port, host)))
    throw new Error(`port ${port} on ${host} is taken: stop what listens there or set USHER_HTTP_PORT`);
}

function administrator(site: EmbeddedWordPress): Credentials['wordpress'] {
  return { url: site.url, ...site.admin, applicationPassword: site.administratorApplicationPassword };
}
