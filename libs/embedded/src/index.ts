export { kafkaJars, KafkaUnavailableError } from './kafka/jars.js';
export { startKafka, type KafkaOptions, type RunningKafka } from './kafka/start.js';
export { freePort, isPortFree } from './process/free-port.js';
export { KeptRunning, type Running } from './process/keep-running.js';
export { endLeftOvers, endProcesses, isAlive, listProcesses, type ProcessInfo } from './process/processes.js';
export { cached, cacheFolder } from './wordpress/cache.js';
export { nativePhpFault } from './wordpress/native-php.js';
export {
  startEmbeddedWordPress,
  type EmbeddedWordPress,
  type EmbeddedWordPressOptions,
} from './wordpress/start-wordpress.js';
export { WORDPRESS_VERSION } from './wordpress/wordpress-files.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './postgres/start-postgres.js';
