import { randomBytes } from 'node:crypto';
import {
  startTestKafka,
  startTestPostgres,
  startWordPress,
  type TestKafka,
  type TestPostgres,
  type TestWordPress,
  type WordPressKind,
} from '@usher/testing';
import { AuditClient, OperatorClient, ScimClient } from './clients.js';
import { Deployment } from './processes.js';

const SCIM_TOKEN = 'e2e-scim-token-0123456789abcdef';
const OPERATOR_TOKEN = 'e2e-operator-token-0123456789abcdef';

export const EVENT_LOGS = ['kafka', 'postgres'] as const;

/** A whole deployment on real parts of its own: PostgreSQL, a broker where asked, a fresh WordPress, three processes. */
export interface Stage {
  usher: Deployment;
  postgres: TestPostgres;
  kafka: TestKafka | undefined;
  wordpress: TestWordPress;
  idp: ScimClient;
  auditor: AuditClient;
  /** Operates the identity providers' connections. */
  connections: OperatorClient;
  /** Operates the sites. */
  sites: OperatorClient;
  strike(): Promise<void>;
}

export interface StageOptions {
  /** Default: the usual one. */
  wordpress?: WordPressKind;
  /** `environment`: it is the target `default`; `operator`: nobody has connected it yet. Default: `environment`. */
  connectedBy?: 'environment' | 'operator';
}

export async function setStage(
  log: (typeof EVENT_LOGS)[number],
  { wordpress: kind, connectedBy = 'environment' }: StageOptions = {},
): Promise<Stage> {
  const [postgres, wordpress, kafka] = await Promise.all([
    startTestPostgres(),
    startWordPress(kind),
    log === 'kafka' ? startTestKafka() : undefined,
  ]);
  const usher = new Deployment({
    DATABASE_URL: postgres.url,
    ...(kafka === undefined ? {} : { KAFKA_BROKERS: kafka.brokers }),
    USHER_SCIM_TOKEN: SCIM_TOKEN,
    USHER_OPERATOR_TOKEN: OPERATOR_TOKEN,
    USHER_AUDIT_SIGNING_KEY: randomBytes(32).toString('base64'),
    ...(connectedBy === 'operator'
      ? { USHER_SECRET_KEY: randomBytes(32).toString('base64') }
      : {
          WORDPRESS_URL: wordpress.url,
          WORDPRESS_USERNAME: wordpress.connector.username,
          WORDPRESS_APPLICATION_PASSWORD: wordpress.connector.applicationPassword,
        }),
  });
  const strike = async (): Promise<void> => {
    await usher.stop();
    await Promise.all([wordpress.stop(), kafka?.stop(), postgres.stop()]);
  };
  try {
    await usher.start();
  } catch (error) {
    await strike();
    throw error;
  }
  return {
    usher,
    postgres,
    kafka,
    wordpress,
    idp: new ScimClient(usher.url('ingress'), SCIM_TOKEN),
    auditor: new AuditClient(usher.url('audit'), OPERATOR_TOKEN),
    connections: new OperatorClient(usher.url('ingress'), OPERATOR_TOKEN),
    sites: new OperatorClient(usher.url('provisioner'), OPERATOR_TOKEN),
    strike,
  };
}
