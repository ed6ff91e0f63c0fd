import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror } from './sources.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-apt-'));
  await mkdir(join(folder, 'sources.list.d'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string) => writeFile(join(folder, name), text);

describe("the mirror of Debian's main archive", () => {
  it('is read from sources in paragraphs; the security archive and other vendors are passed by', async () => {
    await write('sources.list.d/a.sources', 'Types: deb\nURIs: https://vendor.example/apt\nComponents: main\n');
    await write(
      'sources.list.d/debian.sources',
      'Types: deb\nURIs: http://mirror.example/debian-security\nSuites: bookworm-security\nComponents: main\n\n' +
        'Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\nComponents: main contrib\n' +
        'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
    );
    await expect(debianMirror(folder)).resolves.toEqual({
      uri: 'http://mirror.example/debian',
      signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
    });
  });

  it('is read from sources in lines', async () => {
    await write(
      'sources.list',
      '# deb http://old.example/debian sid main\n' +
        'deb-src http://mirror.example/debian bookworm main\n' +
        'deb [arch=amd64 signed-by=/key.gpg] http://mirror.example/debian/ bookworm main contrib\n',
    );
    await expect(debianMirror(folder)).resolves.toEqual({ uri: 'http://mirror.example/debian/', signedBy: '/key.gpg' });
  });

  it('is not guessed where apt has none: files that were switched off count as little as no apt at all', async () => {
    await write(
      'sources.list.d/debian.sources.disabled',
      'Types: deb\nURIs: http://a.example/debian\nComponents: main\n',
    );
    await expect(debianMirror(folder)).resolves.toBeNull();
    await expect(debianMirror(join(folder, 'nothing'))).resolves.toBeNull();
  });
});
