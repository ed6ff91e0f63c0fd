import { type AuditSearch, FILTER_FIELDS } from '../../api/audit-filter.js';
import { actionWords } from '../../components/action-words.js';
import { absoluteTime } from '../../components/time.js';
import { t } from '../../texts/en.js';

const texts = t.audit.search;

export interface Chip {
  field: keyof AuditSearch;
  words: string;
}

/** What is set of a search, in words. @param nameOf a connection by its id */
export function chipsOf(search: AuditSearch, nameOf: (connection: string) => string): Chip[] {
  const chips = FILTER_FIELDS.flatMap((field): Chip[] => {
    const value = search[field];
    return value === undefined || value === ''
      ? []
      : [{ field, words: `${texts.field[field]}: ${valueWords(field, value, nameOf)}` }];
  });
  return search.last === undefined ? chips : [...chips, { field: 'last', words: texts.last[search.last] }];
}

const each = (value: string, words: (one: string) => string): string => value.split(',').map(words).join(', ');

function valueWords(field: keyof AuditSearch, value: string, nameOf: (connection: string) => string): string {
  switch (field) {
    case 'action':
      return each(value, actionWords);
    case 'status':
      return each(value, (one) => t.audit.statusChoice[one] ?? wordsIn(t.audit.status, one));
    case 'kind':
      return each(value, (one) => wordsIn(t.audit.kind, one));
    case 'connection':
      return nameOf(value);
    case 'from':
    case 'to':
      return Number.isNaN(Date.parse(value)) ? value : absoluteTime(new Date(value));
    default:
      return value;
  }
}

function wordsIn(known: Readonly<Record<string, string>>, word: string): string {
  return Object.hasOwn(known, word) ? (known[word] ?? word) : word;
}
