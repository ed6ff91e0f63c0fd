import type { LedgerEntry } from '../../record/entry.js';

/** From 0 to 10. */
function severityOf({ action, status }: LedgerEntry): number {
  if (status === 'rejected') return action.endsWith('.refuse') ? 6 : 4;
  return status === 'held' ? 4 : 2;
}

/** Longest value that the extension dictionary has for the key. */
const LONGEST: Record<string, number> = { act: 63, msg: 1023, reason: 1023, suser: 1023, duser: 1023, cs1: 4000 };

/**
 * An entry as one line of the Common Event Format (ArcSight, revision 26): who asked is the source, whose account it is
 * the destination.
 */
export function cefLine(entry: LedgerEntry): string {
  const head = ['Usher', 'Usher', '1', entry.action, nameOf(entry), String(severityOf(entry))].map(escapeHead);
  const extension: [string, string | number | null][] = [
    ['rt', Date.parse(entry.occurredAt)],
    ['externalId', entry.id],
    ['act', entry.action],
    ['outcome', entry.status],
    ['reason', entry.code],
    ['src', isIPv4(entry.sourceIp) ? entry.sourceIp : null],
    ...labelled('c6a2', 'Source IPv6 Address', isIPv4(entry.sourceIp) ? null : entry.sourceIp),
    ['suser', entry.actor],
    ['duser', entry.userName],
    ['duid', entry.resourceId],
    ['dhost', entry.target],
    ['msg', entry.detail],
    ...labelled('cs1', 'connection', entry.connection),
    ...labelled('cs2', 'traceId', entry.traceId),
    ...labelled('cs3', 'kind', entry.kind),
    ...labelled('cs4', 'email', entry.email),
    ...labelled('cs5', 'wordpressLogin', entry.login),
    ...labelled('cn1', 'position', entry.position),
  ];
  const given = extension.flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${escapeValue(key, String(value))}`],
  );
  return `CEF:0|${head.join('|')}|${given.join(' ')}`;
}

function labelled(key: string, label: string, value: string | number | null): [string, string | number | null][] {
  return value === null
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ];
}

const nameOf = ({ kind, action }: LedgerEntry): string => `${kind} ${action}`;

const isIPv4 = (address: string | null): boolean => address !== null && !address.includes(':');

/** In the head a line end is a blank, a pipe and a backslash are escaped. */
function escapeHead(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\|]/g, '\\$&');
}

/** In a value an equals sign and a backslash are escaped, and a line end is written as `\n`. */
function escapeValue(key: string, text: string): string {
  const cut = text.slice(0, LONGEST[key] ?? 1023);
  return cut.replace(/[\\=]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n');
}
