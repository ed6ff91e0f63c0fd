import type { DriftFinding } from '../../../api/drift.js';

/** An account that differs, or somebody who has none. */
export interface Differing {
  key: string;
  scimId: string | null;
  name: string;
  findings: DriftFinding[];
}

const WAITS = ['asked', 'open'];

/** The findings that wait, by whom they are about; those that ask come first. Pure. */
export function differingOf(findings: readonly DriftFinding[]): Differing[] {
  const all = new Map<string, Differing>();
  for (const finding of findings.filter(({ state }) => WAITS.includes(state))) {
    const { id, scimId, userName, login, wordpressId } = finding;
    const key = scimId ?? String(wordpressId ?? login ?? id);
    const one = all.get(key) ?? { key, scimId, name: userName ?? login ?? String(id), findings: [] };
    one.findings.push(finding);
    all.set(key, one);
  }
  return [...all.values()].sort((a, b) => Number(asks(b)) - Number(asks(a)));
}

export const asks = ({ findings }: Differing): boolean => findings.some(({ state }) => state === 'asked');

/** An account of nobody can't be put right: there is nothing that it should be. */
export const repairable = ({ group }: DriftFinding): boolean => group !== 'unlinked';
