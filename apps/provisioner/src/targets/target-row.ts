/** A site as it is stored. */
export interface TargetRow {
  id: string;
  name: string;
  /** Whose users it gets; `*`: those of every connection. */
  connection: string;
  siteUrl: string;
  /** Null where the credentials are in the environment. */
  username: string | null;
  /** The application password, sealed. */
  secret: string | null;
  /** JSON text. */
  settings: string;
  /** Grows with every edit. */
  version: number;
  /** Grows with every change. */
  revision: number;
  paused: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** Feeds the target from every connection. */
export const EVERY_CONNECTION = '*';

/** What a sealed password opens for: neither another site nor another address gets it. */
export const purposeOf = ({ id, siteUrl }: Pick<TargetRow, 'id' | 'siteUrl'>): string => `target ${id} at ${siteUrl}`;

/**
 * An address in the form in which it is stored and compared; null for what is no address of a site: `https://x.org/blog`.
 */
export function siteUrlOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
