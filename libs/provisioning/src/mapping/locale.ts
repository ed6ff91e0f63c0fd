/** Languages whose WordPress translation carries no region (translate.wordpress.org). */
const WITHOUT_REGION = new Set([
  ...['af', 'ar', 'as', 'az', 'bel', 'bo', 'ca', 'ceb', 'cy', 'dzo', 'el', 'eo', 'et', 'eu', 'fi', 'fur', 'hr', 'hy'],
  ...['ja', 'kk', 'km', 'lo', 'lv', 'mn', 'mr', 'oci', 'ps', 'rhg', 'sah', 'sq', 'te', 'th', 'tl', 'uk', 'ur', 'vi'],
]);

/**
 * A language tag (`de-CH`, `de`, `en-US,en;q=0.8`) in WordPress's form (`de_CH`, `de_DE`, `en_US`); undefined for what is no tag.
 * A bare language gets the region where it is most spoken, since that is how WordPress names most translations.
 */
export function wordpressLocale(tag: string): string | undefined {
  const first = tag.split(/[,;]/, 1)[0] ?? '';
  let locale: Intl.Locale;
  try {
    locale = new Intl.Locale(first.trim().replaceAll('_', '-')).maximize();
  } catch {
    return undefined;
  }
  const { language, region } = locale;
  return region === undefined || WITHOUT_REGION.has(language) ? language : `${language}_${region}`;
}
