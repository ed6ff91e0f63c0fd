import type { Json } from '@usher/events';
import { primaryEmail } from './primary-email.js';

const of = (emails: Json) => primaryEmail({ attributes: { emails } });

describe('the e-mail address of an outcome', () => {
  it('is the primary one, else the first, as it was sent', () => {
    expect(of([{ value: 'a@x.org' }, { value: 'B@x.org', primary: true }])).toBe('B@x.org');
    expect(of([{ value: 'A@x.org' }, { value: 'b@x.org' }])).toBe('A@x.org');
  });

  it.each<[Json]>([[[]], ['a@x.org'], [null], [['a@x.org', null, { value: 7 }, { value: '' }, {}]]])(
    'is none of %j',
    (emails) => {
      expect(of(emails)).toBeNull();
    },
  );
});
