import fc from 'fast-check';
import { compileExpression, MAX_EXPRESSION_LENGTH, type Variables } from './expression.js';

const variables: Variables = {
  user: { userName: 'jane@x.org', active: true, emails: [{ value: 'a@x.org', type: 'work' }], level: 7n },
  enterprise: { department: 'Sales' },
  groups: ['Editors', 'Staff'],
};

function valueOf(text: string, given = variables) {
  const made = compileExpression(text);
  if (!made.ok) throw new Error(made.message);
  return made.value.evaluate(given);
}

const faultOf = (text: string) => {
  const made = compileExpression(text);
  return made.ok ? undefined : { message: made.message, position: made.position };
};

describe('an expression', () => {
  it.each([
    ['user.userName.split("@")[0]', 'jane'],
    ['has(user.title) ? user.title : "none"', 'none'],
    ['user.emails.filter(e, e.type == "work")[0].value', 'a@x.org'],
    ['enterprise.department', 'Sales'],
    ['"Editors" in groups', true],
    ['user.level + 1', 8],
    ['groups.map(g, g.lowerAscii())', ['editors', 'staff']],
    ['user.emails.map(e, e.value).filter(v, v.endsWith("@x.org")).size()', 1],
    ['user.nobody', undefined],
    ['user.emails[5].value', undefined],
    ['user.constructor', undefined],
    ['"a" + 1', undefined],
    ['user.emails', undefined],
    ['{"a": 1}', undefined],
    ['user.userName.matches(user.userName + "(")', undefined],
  ])('%s is %j', (text, expected) => expect(valueOf(text)).toEqual(expected));

  it.each([
    ['1 +', 2, /can't be understood/],
    ['user.emails.map(', 11, /at "\.map\("/],
    ['', 0, /something is missing/],
    ['user.userName + usr.title', 16, /no "usr".*user, enterprise, groups/],
    ['user.userName.shout()', undefined, /no function "shout"/],
    ['user.userName.matches("(")', 22, /no regular expression/],
    ['groups.filter(g, groups.exists(h, h == g))', undefined, /loop/],
    ['google.protobuf.Duration{seconds: 1}', undefined, /no type/],
    ['x'.repeat(MAX_EXPRESSION_LENGTH + 1), MAX_EXPRESSION_LENGTH, /longer than 1000/],
    ['('.repeat(MAX_EXPRESSION_LENGTH), undefined, /too deeply/],
  ])('refuses %.40s, and says where', (text, position, message) => {
    const fault = faultOf(text);
    expect(fault?.message).toMatch(message);
    if (position !== undefined) expect(fault?.position).toBe(position);
  });

  it('knows what it reads, for a person who asks why', () => {
    const made = compileExpression('user.name.givenName + groups[0] + user.emails.map(e, e.value)[0]');
    expect(made.ok && made.value.references).toEqual([['user', 'name', 'givenName'], ['groups'], ['user', 'emails']]);
  });

  it.each([
    // Each of these doubles something again and again; without a bound they would not come to an end.
    `[groups]${'.map(a, a + a)'.repeat(40)}[0].size()`,
    `[groups]${'.map(a, a + a)'.repeat(40)}.map(a, a.join("")).size()`,
    `["xxxxxxxx"]${'.map(a, a + a)'.repeat(60)}[0].size()`,
    `"aaaaaaaaaa"${'.replace("a", "aaaaaaaaaa")'.repeat(25)}`,
  ])('gives no value when it would take too much: %.60s', (text) => expect(valueOf(text)).toBeUndefined());

  it('gives no value for a text that grew too long, or when it looked at too much', () => {
    expect(valueOf(`["xxxxxxxx"]${'.map(a, a + a)'.repeat(10)}[0].size()`)).toBe(8_192);
    expect(valueOf(`["xxxxxxxx"]${'.map(a, a + a)'.repeat(14)}[0].size()`)).toBeUndefined();
    const long = (count: number) => ({ ...variables, groups: Array.from({ length: count }, () => 'x'.repeat(10_000)) });
    expect(valueOf('groups.exists(g, g.contains("y"))', long(100))).toBe(false);
    expect(valueOf('groups.exists(g, g.contains("y"))', long(900))).toBeUndefined();
  });

  it('gives each evaluation its whole allowance', () => {
    const made = compileExpression('groups.all(g, g != "")');
    const groups = Array.from({ length: 900 }, (_, i) => `group ${i}`);
    if (!made.ok) throw new Error(made.message);
    for (let i = 0; i < 200; i += 1) expect(made.value.evaluate({ ...variables, groups })).toBe(true);
  });

  it('comes to an end, whatever the text is', () => {
    const names = [
      'user',
      'groups',
      'enterprise',
      '.map(a, a + a)',
      '.filter(a, true)',
      '.join("")',
      '[0]',
      '"x"',
      'a',
    ];
    const signs = [
      ' + ',
      '(',
      ')',
      '[',
      ']',
      '? ',
      ' : ',
      '.replace("x", "xx")',
      '.userName',
      '.matches("(x+)+y")',
      '{',
      '}',
    ];
    const token = fc.oneof(fc.constantFrom(...names, ...signs), fc.string({ maxLength: 3 }));
    const text = fc.array(token, { maxLength: 60 }).map((parts) => parts.join('').slice(0, MAX_EXPRESSION_LENGTH));
    fc.assert(
      fc.property(text, (given) => {
        const made = compileExpression(given);
        if (made.ok) made.value.evaluate(variables);
        else expect(made.message).not.toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});
