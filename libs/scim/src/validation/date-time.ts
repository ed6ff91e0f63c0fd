/** xsd:dateTime (RFC 7643 section 2.3.5); without a zone it is taken for UTC. */
const DATE_TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:\d\d)?$/;
/** Four digits, so that the order of texts is that of time; PostgreSQL has no year 0. */
const ORDERED = /^(?!0000)\d{4}-/;

/** `2026-01-01T00:00:00.000Z`, in which text order is time order; undefined for what is no date and time. */
export function canonicalDateTime(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const [, day = '', time = '', zone = 'Z'] = DATE_TIME.exec(text) ?? [];
  // JavaScript takes the 30th of February for the 2nd of March.
  if (canonical(`${day}T00:00:00Z`)?.startsWith(day) !== true) return undefined;
  return canonical(`${day}${time}${zone}`);
}

function canonical(text: string): string | undefined {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return undefined;
  const iso = date.toISOString();
  return ORDERED.test(iso) ? iso : undefined;
}
