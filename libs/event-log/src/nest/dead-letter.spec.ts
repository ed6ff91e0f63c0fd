import { TOPICS } from '@usher/events';
import { deadLetter } from './dead-letter.js';

describe('a dead letter', () => {
  it('is the message unchanged, with headers that say where it was and why it was given up', () => {
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
});
