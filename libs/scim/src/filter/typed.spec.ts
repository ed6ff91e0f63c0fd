import { dialectsOf, fold, matches, parseFilter, parseSchema, printFilter } from '../index.js';

const urn = 'urn:acme:2.0:User';
const parsed = parseSchema({
  id: urn,
  attributes: [
    { name: 'floor', type: 'integer' },
    { name: 'share', type: 'decimal' },
    { name: 'since', type: 'dateTime' },
    { name: 'tags', multiValued: true, caseExact: true },
  ],
});
if (!parsed.ok) throw new Error(parsed.error.detail);
const userExtensions = [parsed.value];
const { user } = dialectsOf({ userExtensions });
const { user: strict } = dialectsOf({ strict: true, userExtensions });

const ada = {
  userName: 'Zoe\u0308',
  title: '\u{1f600}',
  nickName: '\uffee',
  [urn]: { floor: 10, share: -0.5, since: '2026-01-01T00:00:00.000Z', tags: ['x', 'Y'] },
};

function test(text: string, dialect = user): boolean {
  const filter = parseFilter(dialect, text);
  if (!filter.ok) throw new Error(filter.error.detail);
  expect(parseFilter(dialect, printFilter(filter.value))).toEqual(filter);
  return matches(filter.value, ada);
}

describe('a comparison by type', () => {
  it.each([
    [`${urn}:floor eq 10`, true],
    [`${urn}:floor eq 1e1`, true],
    [`${urn}:floor gt 9`, true],
    [`${urn}:floor lt 9`, false],
    [`${urn}:share le -0.5`, true],
    [`${urn}:share ge 0`, false],
    [`${urn}:floor ne 10`, false],
    [`${urn}:floor pr`, true],
    [`${urn}:since eq "2026-01-01T01:00:00+01:00"`, true],
    [`${urn}:since lt "2026-01-01T00:00:00.001"`, true],
    [`${urn}:since sw "2026-01"`, true],
    [`${urn}:tags eq "Y"`, true],
    [`${urn}:tags eq "y"`, false],
    ['userName eq "zoë"', true],
    ['userName sw "zoe"', false],
    // By UTF-16 unit it would be the other way round.
    ['title gt "\uffee"', true],
    ['nickName lt "\u{1f600}"', true],
  ])('%s: %s', (text, expected) => expect(test(text, strict)).toBe(expected));

  it.each([
    `${urn}:floor eq "10"`,
    `${urn}:floor eq ten`,
    `${urn}:floor eq 010`,
    `${urn}:floor co 1`,
    `${urn}:since gt "2026"`,
    `${urn}:tags[value eq "x"]`,
  ])('refuses %s', (text) => {
    expect(parseFilter(user, text)).toMatchObject({ error: { status: 400, scimType: 'invalidFilter' } });
  });
});

describe('a strict filter', () => {
  it.each([
    'userName eq 7',
    'userName eq true',
    'active eq True',
    'active eq "true"',
    'foo eq bar',
    'meta.created gt 7',
  ])('refuses %s', (text) => {
    expect(parseFilter(strict, text)).toMatchObject({ error: { status: 400, scimType: 'invalidFilter' } });
  });
  it.each(['active eq true', 'userName eq null', 'foo eq 7', 'emails co "x"', 'emails[type eq "work" and value pr]'])(
    'takes %s',
    (text) => expect(parseFilter(strict, text)).toMatchObject({ ok: true }),
  );
});

describe('fold', () => {
  it('makes one of what is written in two ways', () => {
    expect(fold('ZOE\u0308')).toBe(fold('zoë'));
  });
});
