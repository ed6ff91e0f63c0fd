import { ConfigurationError } from '@usher/config';
import { describeStartFailure } from './start-failure.js';

const environment = {
  DATABASE_URL: 'postgres://usher:s3cret@db.example:5433/usher',
  KAFKA_BROKERS: 'kafka.example:9092',
};
const told = (error: unknown) => describeStartFailure(error, environment);
const fault = (properties: object, message = 'something') => Object.assign(new Error(message), properties);

describe('a start failure', () => {
  it.each([
    [
      'a taken port',
      fault({ code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 8080 }),
      'port 8080 on 127.0.0.1 is taken: set USHER_HTTP_PORT',
    ],
    [
      'a database that is down',
      fault({ code: 'ECONNREFUSED', syscall: 'connect', address: '10.0.0.1', port: 5433 }),
      "PostgreSQL can't be reached at db.example:5433 (ECONNREFUSED): start it or correct DATABASE_URL",
    ],
    [
      'a database host of which every address refuses',
      fault({ code: 'ECONNREFUSED', errors: [fault({ code: 'ECONNREFUSED', port: 5433 })] }, ''),
      "PostgreSQL can't be reached at db.example:5433 (ECONNREFUSED): start it or correct DATABASE_URL",
    ],
    [
      'an unknown database host',
      fault({ code: 'ENOTFOUND', hostname: 'db.example' }),
      "PostgreSQL can't be reached at db.example:5433 (ENOTFOUND): start it or correct DATABASE_URL",
    ],
    [
      'a wrong password',
      fault({ code: '28P01' }),
      'PostgreSQL at db.example:5433 refuses user usher: check user and password in DATABASE_URL',
    ],
    [
      'a missing database',
      fault({ code: '3D000' }),
      'PostgreSQL at db.example:5433 has no database usher: create it or correct DATABASE_URL',
    ],
    [
      'a broker that is down',
      fault({ name: 'KafkaJSConnectionError' }, 'Connection timeout'),
      "Kafka can't be reached at kafka.example:9092 (Connection timeout): start it or correct KAFKA_BROKERS",
    ],
    ['anything else', new Error('two\n  lines'), 'two lines'],
    ['no error at all', 'text', 'text'],
  ])('by %s is one line that says what to do', (_, error, line) => {
    expect(told(error)).toEqual([line]);
  });

  it('by configuration is one line for each fault', () => {
    expect(told(new ConfigurationError(['A must be set', 'B must be a number']))).toEqual([
      'A must be set',
      'B must be a number',
    ]);
  });

  it('never shows the password of an address', () => {
    expect(told(new Error(`cannot use ${environment.DATABASE_URL}`))[0]).toBe(
      'cannot use postgres://usher:***@db.example:5433/usher',
    );
  });
});
