export { kafkaBrokers, startTestKafka, startTestServices, type TestKafka } from './environment.js';
export { startTestPostgres, testDatabase, type TestDatabase } from './postgres.js';
export { freePort } from '@usher/embedded';
export { CONNECTOR_FOLDER, startWordPress, type TestWordPress } from './wordpress.js';
