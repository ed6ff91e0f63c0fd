import { outcomeId } from './outcome-event.js';

describe('the id of an outcome', () => {
  it('is the same for the same event and target, and a UUID of version 5', () => {
    expect(outcomeId('event-1', 'default')).toBe(outcomeId('event-1', 'default'));
    expect(outcomeId('event-1', 'default')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('differs with the event and with the target', () => {
    const ids = [outcomeId('event-1', 'a'), outcomeId('event-2', 'a'), outcomeId('event-1', 'b')];
    expect(new Set(ids).size).toBe(3);
  });
});
