import type { SettledTarget } from '@usher/events';
import { overall, verdictOf } from './verdict.js';

const target = (result: SettledTarget['result'], code: string | null = null, name = 'Main'): SettledTarget => ({
  target: { id: name.toLowerCase(), name },
  result,
  action: 'none',
  code,
  detail: `About ${code}.`,
});

describe('what the sites made of a change', () => {
  it.each([
    ['none has ended yet', undefined, 'pending'],
    ['no site is fed by the connection', [], 'skipped'],
    ['all skipped it', [target('skipped'), target('skipped')], 'skipped'],
    ['one has it, one skipped it', [target('skipped'), target('succeeded')], 'applied'],
    ['the site has a newer state already', [target('stale')], 'applied'],
    ['one waits for an approval', [target('succeeded'), target('held')], 'pending'],
    ['one refused it, whatever the others did', [target('held'), target('succeeded'), target('rejected')], 'refused'],
  ])('%s', (_case, targets, state) => expect(verdictOf('update', targets).state).toBe(state));

  it.each([
    ['create', 'login_taken', 409, 'uniqueness'],
    ['update', 'email_taken', 409, 'uniqueness'],
    ['update', 'ambiguous_match', 409, 'uniqueness'],
    ['create', 'invalid_login', 400, 'invalidValue'],
    ['create', 'protected_account', 400, 'invalidValue'],
    ['update', 'protected_account', 400, 'mutability'],
    ['delete', 'has_content', 400, 'invalidValue'],
  ] as const)('%s refused for %s is %i %s', (kind, code, status, scimType) => {
    const verdict = verdictOf(kind, [target('rejected', code)]);
    const detail = `The site "Main" refused: About ${code}.`;
    expect(verdict).toEqual({ state: 'refused', error: { status, scimType, detail } });
  });

  it('names every site that refused, with its own words', () => {
    const verdict = verdictOf('create', [target('rejected', 'invalid_email', 'A'), target('rejected', 'x', 'B')]);
    expect(verdict).toMatchObject({
      error: { detail: 'The site "A" refused: About invalid_email. The site "B" refused: About x.' },
    });
  });

  it('is of several changes what the slowest is', () => {
    const refused = verdictOf('create', [target('rejected')]);
    expect(overall([{ state: 'skipped' }, { state: 'applied' }, refused])).toBe('applied');
    expect(overall([{ state: 'pending' }, { state: 'applied' }])).toBe('pending');
    expect(overall([{ state: 'skipped' }])).toBe('skipped');
    expect(overall([refused])).toBeNull();
  });
});
