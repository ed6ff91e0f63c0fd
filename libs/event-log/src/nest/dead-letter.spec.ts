import { TOPICS } from '@usher/events';
import { deadLetter } from './dead-letter.js';

describe('a dead letter', () => {
  it('is the message, with headers that say where it was and why it was given up', () => {
    const message = {
      topic: TOPICS.users,
      partition: 2,
      offset: '17',
      key: 'default:u1',
      headers: { ce_id: 'e1' },
      value: '{"a":1}',
    };
    const why = { group: 'provisioner', code: 'login_taken', reason: 'Zoë', at: new Date('2026-11-24T12:00:00Z') };
    expect(deadLetter(message, why)).toEqual({
      topic: TOPICS.deadLetters,
      key: 'default:u1',
      value: '{"a":1}',
      headers: {
        ce_id: 'e1',
        usher_original_topic: TOPICS.users,
        usher_original_partition: '2',
        usher_original_offset: '17',
        usher_group: 'provisioner',
        usher_code: 'login_taken',
        usher_reason: 'Zoë',
        usher_dead_at: '2026-11-24T12:00:00.000Z',
      },
    });
  });

  it.each([
    ['in an event', '{"user":{"id":"u1","password":"$2y$10$HASH"},"x":1}', '{"user":{"id":"u1"},"x":1}'],
    ['before other members', '{"password":"$2y$10$HASH","x":1}', '{"x":1}'],
    [
      'in what is cut off',
      '{"user":{"id":"u1","password":"$2y$10$HASH',
      '{"user":{"id":"u1","password":"(hash removed)',
    ],
  ])('has no hash of a password: %s', (_case, value, left) => {
    const hashed = value.replace('HASH', './Aa09'.repeat(9).slice(0, 53));
    const message = { topic: TOPICS.users, partition: 0, offset: '1', key: 'k', headers: {}, value: hashed };
    const why = { group: 'provisioner', code: 'malformed', reason: 'No.', at: new Date() };
    expect(deadLetter(message, why).value).toBe(left);
  });
});
