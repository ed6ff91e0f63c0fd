import { verify } from '@node-rs/bcrypt';
import { nextPassword, TOO_LONG } from './passwords.js';

describe('nextPassword', () => {
  it('makes a hash that WordPress verifies, another one each time', async () => {
    const made = (await nextPassword('pässword', null)) ?? '';
    expect(made).toMatch(/^\$2y\$10\$[./A-Za-z0-9]{53}$/);
    expect(await verify('pässword', made)).toBe(true);
    expect(await verify('passwort', made)).toBe(false);
    expect(await nextPassword('pässword', null)).not.toBe(made);
  });

  it('keeps the hash of a password that is sent again, and makes another of another', async () => {
    const stored = await nextPassword('first', null);
    expect(await nextPassword('first', stored)).toBe(stored);
    expect(await nextPassword('second', stored)).not.toBe(stored);
  });

  it('keeps what there is when none is sent, and forgets it when told to', async () => {
    expect(await nextPassword(undefined, '$2y$10$x')).toBe('$2y$10$x');
    expect(await nextPassword(undefined, null)).toBeNull();
    expect(await nextPassword(null, '$2y$10$x')).toBeNull();
  });

  it.each([
    ['72 letters', 'a'.repeat(72), false],
    ['73 letters', 'a'.repeat(73), true],
    ['36 letters of two bytes', 'ä'.repeat(36), false],
    ['37 letters of two bytes', 'ä'.repeat(37), true],
  ])('passes no part of a password on: %s', async (_case, password, tooLong) => {
    expect((await nextPassword(password, '$2y$10$x')) === TOO_LONG).toBe(tooLong);
  });

  it('leaves the main thread free', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await Promise.all(Array.from({ length: 8 }, () => nextPassword('x', null)));
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});
