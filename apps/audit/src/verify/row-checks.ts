import { canonicalPersonalText } from '../chain/canonical.js';
import { type Digest, personalHash, personalTextHash } from '../chain/link.js';
import type { AuditEntry } from '../record/entry.js';
import type { StoredEntry } from './stored.js';

/** The stored JSON is canonical as it stands, unless something has rewritten it without changing what it says. */
export function hasPersonal({ words, changes, execution }: StoredEntry, salt: Buffer, hash: Digest): boolean {
  if (personalTextHash(salt, canonicalPersonalText(words, changes, execution)).equals(hash)) return true;
  const parsed = {
    changes: JSON.parse(changes) as AuditEntry['changes'],
    execution: JSON.parse(execution) as AuditEntry['execution'],
  };
  return personalHash(salt, { ...words, ...parsed }).equals(hash);
}

/** A search takes the entry for what it is. */
export function hasFacet({ facts, facet }: StoredEntry): boolean {
  return (
    facet !== undefined &&
    facet.connection === facts.connection &&
    facet.kind === facts.kind &&
    facet.action === facts.action &&
    facet.status === facts.status &&
    facet.target === facts.target &&
    facet.targetId === facts.targetId &&
    facet.actor === facts.actor
  );
}
