import { REDACTED, redacted } from './redact.js';

describe('what people see of a plan', () => {
  const hashes = [
    ['bcrypt', '$2y$10$abcdefghijklmnopqrstuu5yUS1HzqL4Bz6r8rS8F1J0b5YoM0Oe2'],
    ['WordPress 6.8', '$wp$2y$10$abcdefghijklmnopqrstuu5yUS1HzqL4Bz6r8rS8F1J0b5YoM0Oe2'],
    ['phpass', '$P$Babcdefghijklmnopqrstuvwxyz0123'],
  ] as const;

  it.each(hashes)('has no %s hash, wherever it is', (_kind, hash) => {
    const text = JSON.stringify(
      redacted({ steps: [{ inputs: { 'user.x': hash } }, [hash]], operation: { meta: { a: hash } } }),
    );
    expect(text).not.toContain(hash);
    expect(text).toContain(REDACTED);
  });

  it('has no password under its name, whatever its form', () => {
    expect(redacted({ password: 'plain' })).toEqual({ password: REDACTED });
  });

  it('is the same otherwise', () => {
    const at = new Date(0);
    expect(redacted({ a: ['$5', 1, null, { b: true }], at })).toEqual({ a: ['$5', 1, null, { b: true }], at });
  });
});
