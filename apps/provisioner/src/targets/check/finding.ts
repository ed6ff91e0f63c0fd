/**
 * error: users can't be brought to the site, or not as the settings say; warning: it works, and should be looked at;
 * note: good to know.
 */
export type Severity = 'error' | 'warning' | 'note';

/** What a look at a site showed. */
export interface Finding {
  severity: Severity;
  /** Stays the same from version to version. */
  code: string;
  /** What is, in words for an administrator. */
  text: string;
  /** What to do; null when nothing is. */
  remedy: string | null;
}
