import type { Policy } from '@usher/provisioning';
import { type CredentialsHeader, SiteError, type SiteStatus, type WordPressSite } from '@usher/wordpress';

/** What a site said of itself. */
export interface Inspection {
  /** Null when it didn't say. */
  status: SiteStatus | null;
  /** Why it didn't; null when it did. */
  fault: SiteError | null;
  credentialsIn: CredentialsHeader | null;
  /** Login that inherits content and that the site doesn't have; null: it has it, or none is named. */
  missingHeir: string | null;
}

/** Asks a site for all that a check looks at. Changes nothing. */
export async function inspect(
  site: WordPressSite,
  policy: Policy,
  status: Promise<SiteStatus> = site.status(),
): Promise<Inspection> {
  try {
    const said = await status;
    const { fallback } = policy.settings.content;
    const heir = fallback === null || cannotAsk(said) ? null : await site.findByLogin(fallback);
    return {
      ...{ status: said, fault: null, credentialsIn: await site.credentialsIn() },
      missingHeir: fallback === null || cannotAsk(said) || heir !== null ? null : fallback,
    };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return { status: null, fault: error, credentialsIn: null, missingHeir: null };
  }
}

const cannotAsk = ({ caller }: SiteStatus): boolean => caller.missingCapabilities.length > 0;
