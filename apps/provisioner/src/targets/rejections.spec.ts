import { rejectionWords } from '@usher/provisioning';
import { REJECTION_CODES } from '@usher/wordpress';

describe('a refusal of the site', () => {
  it.each(REJECTION_CODES)('%s is told in words, with what the site said', (code) => {
    const words = rejectionWords(code, 'The message.');
    expect(words).not.toContain(code);
    expect(words).toMatch(/WordPress says: The message\.$/);
  });
});
