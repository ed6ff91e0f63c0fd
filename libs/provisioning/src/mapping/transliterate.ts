/** Latin letters that Unicode doesn't take apart into a letter and its accent. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ẞ: 'SS', æ: 'ae', Æ: 'AE', œ: 'oe', Œ: 'OE', ø: 'o', Ø: 'O', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D' },
  ...{ ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ħ: 'h', Ħ: 'H', ı: 'i', ŋ: 'n', Ŋ: 'N', ŧ: 't', Ŧ: 'T', ĸ: 'k' },
  ...{ ə: 'e', Ə: 'E', ƒ: 'f', ɓ: 'b', ɗ: 'd', ƙ: 'k', ƴ: 'y', '’': "'", '‘': "'", '–': '-', '—': '-' },
};

/** Latin text in ASCII as far as it goes; other scripts stay as they are. */
export function transliterate(given: string): string {
  const apart = given.normalize('NFKD').replace(/\p{M}/gu, '');
  return apart.replace(/[^\0-\x7f]/gu, (letter) => LETTERS[letter] ?? letter);
}
