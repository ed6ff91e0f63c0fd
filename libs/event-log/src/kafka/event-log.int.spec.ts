import { kafkaBrokers } from '@usher/testing';
import { describeEventLogContract } from '../contract/event-log.contract.js';

describe('the event log in Apache Kafka', () => {
  describeEventLogContract(() => ({ kind: 'kafka', brokers: kafkaBrokers() }));
});
