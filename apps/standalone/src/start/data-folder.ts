import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseSecretKey } from '@usher/config';
import { listProcesses } from '@usher/embedded';

/** `credentials.json`: what a person or a script needs to use this Usher. */
export interface Credentials {
  scim: { baseUrl: string; token: string };
  operator: { baseUrl: string; token: string };
  console: { url: string };
  /** The embedded site's administrator, for a person to look around; of a site of yours only the address. */
  wordpress: { url: string; username?: string; password?: string; applicationPassword?: string };
  database: { url: string };
}

/** The folder of everything that is kept, for one running Usher at a time. */
export class DataFolder {
  private constructor(readonly path: string) {}

  /** @throws Error of one line: a missing right, or another Usher at work in it */
  static async open(path: string): Promise<DataFolder> {
    const folder = new DataFolder(resolve(path));
    try {
      await mkdir(folder.path, { recursive: true, mode: 0o700 });
      await folder.claim();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new Error(`no right to write in ${folder.path}: change its owner or set USHER_DATA_DIR`);
      if (code === 'ENOTDIR' || code === 'EEXIST')
        throw new Error(`${folder.path} is no folder: set USHER_DATA_DIR to one`);
      if (code === 'ENOSPC') throw new Error(`no space left for ${folder.path}`);
      throw new Error(message);
    }
    return folder;
  }

  at(name: string): string {
    return join(this.path, name);
  }

  /** The tokens to use: those given, else those of an earlier run, else new ones. */
  async tokens(given: { scim?: string; operator?: string }): Promise<{ scim: string; operator: string }> {
    const kept = await this.readCredentials();
    const made = () => randomBytes(24).toString('base64url');
    return {
      scim: given.scim ?? kept?.scim?.token ?? made(),
      operator: given.operator ?? kept?.operator?.token ?? made(),
    };
  }

  /**
   * The key that seals what is secret in the database: the one of an earlier run, else a new one. In a file of its own:
   * whoever needs the tokens doesn't need it, and without it the credentials of sites can't be read back.
   *
   * @throws Error of one line when the file holds no key
   */
  secretKey(): Promise<string> {
    return this.key(
      'secret.key',
      'USHER_SECRET_KEY',
      'Without the right key the credentials of the sites that were connected have to be given anew',
    );
  }

  /**
   * The key that signs the audit's checkpoints, kept likewise.
   *
   * @throws Error of one line when the file holds no key
   */
  auditSigningKey(): Promise<string> {
    return this.key(
      'audit-signing.key',
      'USHER_AUDIT_SIGNING_KEY',
      'If it is lost, remove the file, and set USHER_AUDIT_TRUSTED_KEYS to the public key of the lost one',
    );
  }

  private async key(name: string, variable: string, otherwise: string): Promise<string> {
    const file = this.at(name);
    const kept = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw new Error(`${file} can't be read (${error.code}): give Usher the right to, or set ${variable}`);
    });
    if (kept === null) {
      const made = randomBytes(32).toString('base64');
      await writeAtomically(file, `${made}\n`);
      return made;
    }
    if (parseSecretKey(kept.trim()) !== null) return kept.trim();
    throw new Error(`${file} holds no key: put it back from a backup, or set ${variable}. ${otherwise}`);
  }

  get credentialsFile(): string {
    return this.at('credentials.json');
  }

  async writeCredentials(credentials: Credentials): Promise<void> {
    await writeAtomically(this.credentialsFile, `${JSON.stringify(credentials, null, 2)}\n`);
  }

  async release(): Promise<void> {
    await rm(this.at('usher.pid'), { force: true });
  }

  private async readCredentials(): Promise<Partial<Credentials> | null> {
    try {
      return JSON.parse(await readFile(this.credentialsFile, 'utf8')) as Partial<Credentials>;
    } catch {
      return null;
    }
  }

  /** The embedded parts that run on this folder are ended at start as left-overs: not while their Usher lives. */
  private async claim(): Promise<void> {
    const file = this.at('usher.pid');
    const [pid, command] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const running = await listProcesses();
    if (Number(pid) !== process.pid && running.some((info) => info.pid === Number(pid) && info.command === command))
      throw new Error(`Usher is already running on ${this.path} (process ${pid}): stop it or set USHER_DATA_DIR`);
    const own = running.find((info) => info.pid === process.pid);
    await writeFile(file, `${process.pid}\n${own?.command ?? ''}\n`);
  }
}

/** For its owner only; never seen in part. */
async function writeAtomically(file: string, content: string): Promise<void> {
  const draft = `${file}.part`;
  await rm(draft, { force: true });
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}
