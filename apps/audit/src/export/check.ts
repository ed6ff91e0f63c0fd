import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type SignedManifest, signedText } from './manifest.js';

const USAGE = 'check.js <file> <manifest> [--key <public key, PEM>]';

/** Says whether a file is the one that a manifest is of. Exit code 0: it is; 1: it isn't; 2: it can't be told. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  const [file, manifestFile] = positionals;
  if (file === undefined || manifestFile === undefined || positionals.length > 2) throw new Error(USAGE);
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as SignedManifest;
  const faults: string[] = [];
  const found = await measured(file);
  if (found.sha256 !== manifest.sha256) faults.push(differenceOf(found, manifest));
  if (values.key === undefined) {
    say('the signature is not checked: name the public key by --key');
  } else if (!(await isSigned(manifest, values.key))) {
    faults.push(
      manifest.signature === null
        ? 'the manifest is not signed'
        : 'the signature is not by this key over this manifest',
    );
  }
  for (const fault of faults) say(fault);
  const { entries, madeAt, actor } = manifest;
  if (faults.length === 0) say(`the file is as it was made: ${entries} entries, exported at ${madeAt} by ${actor}`);
  return faults.length === 0 ? 0 : 1;
}

function differenceOf(found: { bytes: number }, manifest: SignedManifest): string {
  const sizes =
    found.bytes === manifest.bytes ? 'of the same size' : `${found.bytes} bytes instead of ${manifest.bytes}`;
  return `the file is not the one of the manifest (${sizes})`;
}

async function measured(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function isSigned(manifest: SignedManifest, keyFile: string): Promise<boolean> {
  const key = createPublicKey(await readFile(keyFile, 'utf8'));
  if (manifest.signature === null) return false;
  return verify(null, Buffer.from(signedText(manifest)), key, Buffer.from(manifest.signature, 'base64'));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`audit:check-export: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
