import { decodeEvent, encodeEvent, MalformedEventError, type EventEnvelope } from './envelope.js';

const event: EventEnvelope = {
  id: 'e1',
  type: 'user.created',
  source: '/usher/ingress',
  subject: 'u1',
  time: '2026-11-24T12:00:00Z',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { name: 'Zoë' },
};

describe('the binary-mode encoding of CloudEvents', () => {
  it('puts the attributes into headers and the data into the value, and brings back the same event', () => {
    const message = encodeEvent('usher.users.v1', 'c:u1', event);
    expect(message).toMatchObject({ topic: 'usher.users.v1', key: 'c:u1', value: '{"name":"Zoë"}' });
    expect(message.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'e1',
      ce_type: 'user.created',
      ce_source: '/usher/ingress',
      ce_subject: 'u1',
      ce_time: '2026-11-24T12:00:00Z',
      'content-type': 'application/json; charset=utf-8',
      traceparent: event.traceparent,
    });
    expect(decodeEvent(message)).toEqual(event);
  });

  it('leaves out the headers of attributes that are not there', () => {
    const { headers } = encodeEvent('t', 'k', { ...event, subject: undefined, traceparent: undefined });
    expect(Object.keys(headers)).not.toContain('ce_subject');
    expect(Object.keys(headers)).not.toContain('traceparent');
  });

  it.each(['ce_id', 'ce_type', 'ce_source', 'ce_time'])('refuses a message without %s', (name) => {
    const message = encodeEvent('t', 'k', event);
    delete message.headers[name];
    expect(() => decodeEvent(message)).toThrow(new MalformedEventError(`header ${name} is missing`));
  });

  it('refuses a body that is not JSON', () => {
    expect(() => decodeEvent({ ...encodeEvent('t', 'k', event), value: '{' })).toThrow(MalformedEventError);
  });
});
