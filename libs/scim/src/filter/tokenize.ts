/** A piece of a filter. `word`: a path, an operator, a literal, or an unquoted value. */
export type Token =
  | { kind: '(' | ')' | '[' | ']'; at: number }
  | { kind: 'string'; value: string; at: number }
  | { kind: 'word'; text: string; at: number };

const PUNCTUATION = new Set(['(', ')', '[', ']']);
/** A JSON string, as RFC 7644 section 3.4.2.2 wants it. */
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORD = /[^\s()[\]"]+/y;
const BLANK = /\s+/y;

/** Splits the text; a number is where it can't go on. */
export function tokenize(text: string): Token[] | number {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const blank = take(BLANK);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const character = text.charAt(at);
    if (PUNCTUATION.has(character)) {
      tokens.push({ kind: character as '(', at });
      at += 1;
      continue;
    }
    const found = take(character === '"' ? STRING : WORD);
    if (found === undefined) return at;
    if (character === '"') {
      const value = unquote(found);
      if (value === undefined) return at;
      tokens.push({ kind: 'string', value, at });
    } else tokens.push({ kind: 'word', text: found, at });
    at += found.length;
  }
  return tokens;
}

function unquote(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
