import type { Head } from '../chain/link.js';

export const EXPORT_FORMATS = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which part of a chain is in the file, and where the chain ended then. */
export interface ExportedChain {
  chain: string;
  /** Numbers in the chain of the first and the last exported entry; between them there may be others. */
  fromSeq: number;
  toSeq: number;
  /** Hash of the last exported entry, hexadecimal. */
  endHash: string;
  head: { seq: number; hash: string };
}

/** What a file was when it was made. */
export interface Manifest {
  /** SHA-256 of the file, hexadecimal. */
  sha256: string;
  bytes: number;
  entries: number;
  format: ExportFormat;
  filter: Record<string, string | string[]>;
  /** RFC 3339, UTC. */
  madeAt: string;
  actor: string;
  chains: ExportedChain[];
  /** Of the key that signed; null when none is set. */
  keyId: string | null;
}

export interface SignedManifest extends Manifest {
  /** Ed25519 over {@link signedText}, Base64. */
  signature: string | null;
}

/** The text that the signature is of. */
export function signedText(manifest: Manifest): string {
  const { sha256, bytes, entries, format, filter, madeAt, actor, chains, keyId } = manifest;
  const names = Object.keys(filter).sort();
  const parts = chains.map(({ chain, fromSeq, toSeq, endHash, head }) => [
    chain,
    fromSeq,
    toSeq,
    endHash,
    head.seq,
    head.hash,
  ]);
  const fields = [
    sha256,
    bytes,
    entries,
    format,
    names.map((name) => [name, filter[name]]),
    madeAt,
    actor,
    parts,
    keyId,
  ];
  return `usher.audit.export.v1\n${JSON.stringify(fields)}`;
}

interface Exported {
  chain: string;
  seq: number;
  hash: Buffer;
}

/** Follows the entries of an export, in the order of their numbers. */
export class ChainParts {
  private readonly parts = new Map<string, ExportedChain>();

  constructor(private readonly heads: ReadonlyMap<string, Head>) {}

  add({ chain, seq, hash }: Exported): void {
    const endHash = hash.toString('hex');
    const part = this.parts.get(chain);
    if (part !== undefined) {
      Object.assign(part, { toSeq: seq, endHash });
      return;
    }
    const head = this.heads.get(chain) ?? { seq, hash };
    const end = { seq: head.seq, hash: head.hash.toString('hex') };
    this.parts.set(chain, { chain, fromSeq: seq, toSeq: seq, endHash, head: end });
  }

  list(): ExportedChain[] {
    return [...this.parts.values()].sort((a, b) => (a.chain < b.chain ? -1 : 1));
  }
}
