import type { PartsConfig } from '../app.module.js';
import type { StandaloneConfig } from '../config.js';
import type { Connector } from './parts.js';

/** What was given, or found, or made for this start. */
export interface StartedParts {
  /** Address. */
  database: string;
  tokens: { scim: string; operator: string };
  secretKey: string;
  auditSigningKey: string;
  connector: Connector;
  /** Login that inherits content unless the environment names another. */
  heir: string | undefined;
}

/** What the three services get of the configuration of `npm start`. */
export function partsConfig(config: StandaloneConfig, started: StartedParts): PartsConfig {
  const { connector, tokens } = started;
  return {
    DATABASE_URL: started.database,
    KAFKA_BROKERS: config.KAFKA_BROKERS,
    USHER_SCIM_TOKEN: tokens.scim,
    USHER_OPERATOR_TOKEN: tokens.operator,
    USHER_OIDC_ISSUER: config.USHER_OIDC_ISSUER,
    USHER_OIDC_CLIENT_ID: config.USHER_OIDC_CLIENT_ID,
    USHER_OIDC_AUDIENCE: config.USHER_OIDC_AUDIENCE,
    USHER_OIDC_ROLES_CLAIM: config.USHER_OIDC_ROLES_CLAIM,
    USHER_OIDC_ROLES: config.USHER_OIDC_ROLES,
    USHER_OIDC_SCOPE: config.USHER_OIDC_SCOPE,
    USHER_SECRET_KEY: started.secretKey,
    USHER_SECRET_KEY_PREVIOUS: config.USHER_SECRET_KEY_PREVIOUS,
    USHER_AUDIT_SIGNING_KEY: started.auditSigningKey,
    USHER_AUDIT_TRUSTED_KEYS: config.USHER_AUDIT_TRUSTED_KEYS,
    USHER_SCIM_RATE_LIMIT: config.USHER_SCIM_RATE_LIMIT,
    WORDPRESS_URL: connector.url,
    WORDPRESS_USERNAME: connector.username,
    WORDPRESS_APPLICATION_PASSWORD: connector.applicationPassword,
    USHER_REASSIGN_TO: config.USHER_REASSIGN_TO ?? started.heir,
    USHER_STATE_RETENTION_DAYS: config.USHER_STATE_RETENTION_DAYS,
    USHER_TRUSTED_PROXIES: config.USHER_TRUSTED_PROXIES,
  };
}
