import { nextStep, type NextStep } from '@usher/provisioning';
import { SiteError } from '@usher/wordpress';

type Unfinished = Extract<NextStep, { kind: 'transient' | 'misconfigured' }>;

/** Whether `find` finds an account; a step when the site doesn't say. */
export async function isThere(find: () => Promise<object | null>): Promise<boolean | Unfinished> {
  try {
    return (await find()) !== null;
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return nextStep({ fault: error }) as Unfinished;
  }
}
