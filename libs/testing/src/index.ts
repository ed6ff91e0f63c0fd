export { kafkaBrokers, startTestKafka, startTestServices, type TestKafka } from './environment.js';
export { startTestPostgres, testDatabase, type TestDatabase, type TestPostgres } from './postgres.js';
export { freePort } from '@usher/embedded';
export { serveFlags } from './serve-flags.js';
export { CONNECTOR_FOLDER, startWordPress, type TestWordPress } from './wordpress.js';
