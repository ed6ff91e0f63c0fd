import type { ChainResult, Fault, VerifyResult } from './report.js';

/** The result in a sentence; of a verification that wasn't waited for, that. */
export function resultWords(result: VerifyResult | undefined): string {
  if (result === undefined) return 'The audit was not verified to its end: it was broken off';
  const { chains, fault } = result;
  if (fault !== null) return `The audit is broken. ${faultWords(fault)}`;
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const unsigned = chains.some(({ signed, unsigned }) => !signed || unsigned > 0) ? '; not everything is signed' : '';
  return `The audit is intact: ${counted(entries, 'entry', 'entries')} in ${counted(chains.length, 'chain', 'chains')}${unsigned}`;
}

export function faultWords({ chain, seq, entryId, detail }: Fault): string {
  const id = entryId === null ? '' : ` (${entryId})`;
  return `First fault: chain ${chain}, entry ${seq}${id}. ${detail}`;
}

export function chainWords({
  chain,
  entries,
  removed,
  erased,
  checkpoints,
  signed,
  unsigned,
  head,
}: ChainResult): string {
  const parts = [
    counted(entries, 'entry', 'entries'),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(erased > 0 ? [`${erased} with a person taken out`] : []),
    counted(checkpoints, 'checkpoint', 'checkpoints'),
    signed ? (unsigned > 0 ? `signed except the first ${unsigned}` : 'signed') : 'not signed',
  ];
  return `${chain}: ${parts.join(', ')}; ends with entry ${head.seq}, ${head.hash}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
