import { createWordPressSite, SiteError, type WordPressSiteOptions } from '@usher/wordpress';

/** @throws Error of one line when a site that was given can't be worked with */
export async function checkGivenWordPress(options: WordPressSiteOptions): Promise<void> {
  const site = createWordPressSite({ ...options, timeoutMs: 20_000 });
  try {
    const { caller } = await site.status();
    if (caller.missingCapabilities.length > 0)
      throw new Error(
        `the user ${caller.login} of ${options.url} lacks ${caller.missingCapabilities.join(', ')}: give it the role that the connector plugin made`,
      );
  } catch (error) {
    if (error instanceof SiteError)
      throw new Error(`WordPress at ${options.url} can't be worked with: ${error.message} (WORDPRESS_URL)`);
    throw error;
  } finally {
    await site.close();
  }
}
