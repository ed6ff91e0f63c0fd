export { kafkaBrokers, startTestKafka, startTestServices } from './environment.js';
export { startTestPostgres, testDatabase, type TestDatabase } from './postgres.js';
export { freePort } from './ports.js';
export { CONNECTOR_FOLDER, startWordPress, type TestWordPress } from './wordpress.js';
