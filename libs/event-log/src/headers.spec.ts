import { parseHeaders } from './headers.js';

describe('parseHeaders', () => {
  it('gives the strings of an object', () => {
    expect(parseHeaders('{"ce_id":"1","note":"Zoë","n":3}')).toEqual({ ce_id: '1', note: 'Zoë' });
  });

  it.each(['', '{', 'null', '[]', '"x"', '3'])('gives none for %j', (text) => {
    expect(parseHeaders(text)).toEqual({});
  });
});
