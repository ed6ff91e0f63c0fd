import type { ProvisionerConfig } from '../config.js';
import { siteUrlOf } from './target-row.js';

/** Id of the target whose site the environment names. */
export const ENVIRONMENT_TARGET = 'default';

/** What the environment says of a site. */
export interface EnvironmentTarget {
  siteUrl: string;
  username: string;
  applicationPassword: string;
  /** Login that inherits content; null: as the settings say. */
  reassignTo: string | null;
}

/** Null when it names none. */
export function environmentTarget(
  config: Pick<
    ProvisionerConfig,
    'WORDPRESS_URL' | 'WORDPRESS_USERNAME' | 'WORDPRESS_APPLICATION_PASSWORD' | 'USHER_REASSIGN_TO'
  >,
): EnvironmentTarget | null {
  if (config.WORDPRESS_URL === undefined) return null;
  return {
    siteUrl: siteUrlOf(config.WORDPRESS_URL) ?? config.WORDPRESS_URL,
    username: config.WORDPRESS_USERNAME ?? '',
    applicationPassword: config.WORDPRESS_APPLICATION_PASSWORD ?? '',
    reassignTo: config.USHER_REASSIGN_TO ?? null,
  };
}
