export { launchChromium } from './chromium.js';
export { eventually } from './eventually.js';
export { kafkaBrokers, startTestKafka, type TestKafka } from './kafka.js';
export { startTestPostgres, testDatabase, type TestDatabase, type TestPostgres } from './postgres.js';
export { offerTestMariaDb, sharedMariaDb } from './mariadb.js';
export { startTestServices } from './services.js';
export { freePort } from '@usher/embedded';
export {
  startOpenIdProvider,
  type TestAccount,
  type TestClient,
  type TestOpenIdProvider,
  type TestOpenIdProviderOptions,
} from './open-id-provider.js';
export { openPhpDoor, type PhpDoor, quoted } from './php-door.js';
export { serveFlags } from './serve-flags.js';
export { CONNECTOR_FOLDER, startWordPress, type TestWordPress } from './wordpress.js';
export { parseWordPressKind, TEST_WORDPRESS, wordPressUnderTest, type WordPressKind } from './wordpress-kind.js';
