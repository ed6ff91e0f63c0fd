export { kafkaJars, KafkaUnavailableError } from './kafka/jars.js';
export { startKafka, type KafkaOptions, type RunningKafka } from './kafka/start.js';
export { freePort, isPortFree } from './process/free-port.js';
export { KeptRunning, type Running } from './process/keep-running.js';
export { endLeftOvers, endProcesses, isAlive, listProcesses, type ProcessInfo } from './process/processes.js';
export {
  MARIADB_PACKAGES,
  mariaDbBinaries,
  MariaDbUnavailableError,
  type MariaDbBinaries,
} from './mariadb/binaries.js';
export { startMariaDb, type MariaDbAccess, type MariaDbOptions, type RunningMariaDb } from './mariadb/start-mariadb.js';
export { cached, cacheFolder, withLock } from './wordpress/cache.js';
export { dropDatabase } from './wordpress/drop-database.js';
export type { MariaDbDatabase } from './wordpress/kind.js';
export { nativePhpFault } from './wordpress/native-php.js';
export { PHP_WASM_VERSIONS, phpWasmPackages, type PhpWasmVersion } from './wordpress/php-wasm-packages.js';
export {
  startEmbeddedWordPress,
  type EmbeddedWordPress,
  type EmbeddedWordPressOptions,
} from './wordpress/start-wordpress.js';
export {
  DEFAULT_RELEASE,
  releaseFiles,
  versionOf,
  WORDPRESS_RELEASES,
  type WordPressRelease,
} from './wordpress/releases.js';
export { WORDPRESS_VERSION } from './wordpress/wordpress-files.js';
export { DebianUnavailableError } from './debian/packages.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './postgres/start-postgres.js';
