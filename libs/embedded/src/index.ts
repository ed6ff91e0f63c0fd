export { kafkaJars, KafkaUnavailableError } from './kafka/jars.js';
export { startKafka, type KafkaOptions, type RunningKafka } from './kafka/start.js';
