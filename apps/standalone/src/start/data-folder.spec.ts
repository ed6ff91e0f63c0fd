import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSecretKey } from '@usher/config';
import { DataFolder } from './data-folder.js';

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'usher-data-'));
});
afterEach(() => rm(path, { recursive: true, force: true }));

it('the audit is signed with a key of its own, made once and kept', async () => {
  const folder = await DataFolder.open(path);
  const key = await folder.auditSigningKey();
  expect(parseSecretKey(key)).toHaveLength(32);
  expect(await (await DataFolder.open(path)).auditSigningKey()).toBe(key);
  expect(await folder.secretKey()).not.toBe(key);
  expect((await stat(folder.at('audit-signing.key'))).mode & 0o777).toBe(0o600);
});

describe('the secret key in the data folder', () => {
  it('is made once, kept, and for its owner only', async () => {
    const folder = await DataFolder.open(path);
    const key = await folder.secretKey();
    expect(parseSecretKey(key)).toHaveLength(32);
    expect(await folder.secretKey()).toBe(key);
    expect(await (await DataFolder.open(path)).secretKey()).toBe(key);
    expect((await stat(folder.at('secret.key'))).mode & 0o777).toBe(0o600);
  });

  it('is another in another folder', async () => {
    const other = await mkdtemp(join(tmpdir(), 'usher-data-'));
    const [one, two] = [await DataFolder.open(path), await DataFolder.open(other)];
    expect(await one.secretKey()).not.toBe(await two.secretKey());
    await rm(other, { recursive: true });
  });

  it('is not made anew over a file that holds none, which would lose what was sealed', async () => {
    const folder = await DataFolder.open(path);
    await writeFile(folder.at('secret.key'), 'damaged');
    await expect(folder.secretKey()).rejects.toThrow(
      /secret\.key holds no key: put it back from a backup, or set USHER_SEC/,
    );
    expect(await readFile(folder.at('secret.key'), 'utf8')).toBe('damaged');
  });

  it('is not made anew over one that can’t be read', async () => {
    const folder = await DataFolder.open(path);
    // A folder in its place, which nobody can read as a file.
    await mkdir(folder.at('secret.key'));
    await expect(folder.secretKey()).rejects.toThrow(/secret\.key can't be read \(EISDIR\): give Usher the right to/);
  });
});
