import type { DeadLetter } from '../../../api/dead-letters.js';
import { refusalsOf, siteSays } from './groups.js';

const letter = (id: number, targetId: string, code: string, reason: string): DeadLetter => ({
  ...{ id, targetId, code, reason, revision: 1, createdAt: '2026-11-26T12:00:00Z', open: true, retrying: false },
  ...{ connection: 'default', scimId: `user-${id}`, userName: `user${id}`, displayName: null, email: null },
  account: null,
});

describe('refused people', () => {
  it('stand together by site and reason, without what is of one of them alone', () => {
    const groups = refusalsOf([
      letter(4, 'blog', 'invalid_email', 'Correct the address. WordPress says: "a" is none.'),
      letter(3, 'blog', 'email_missing', 'No address.'),
      letter(2, 'shop', 'invalid_email', 'Correct the address. WordPress says: "b" is none.'),
      letter(1, 'blog', 'invalid_email', 'Correct the address. WordPress says: "c" is none.'),
    ]);
    expect(groups.map(({ targetId, code, letters }) => [targetId, code, letters.map(({ id }) => id)])).toEqual([
      ['blog', 'invalid_email', [4, 1]],
      ['blog', 'email_missing', [3]],
      ['shop', 'invalid_email', [2]],
    ]);
    expect(groups[0]?.reason).toBe('Correct the address.');
  });

  it('are told what the site said of each', () => {
    expect(siteSays({ reason: 'Correct it. WordPress says: "a" is none.' })).toBe('"a" is none.');
    expect(siteSays({ reason: 'No address.' })).toBeNull();
  });
});
