import { headersFrom } from './header-lines.js';

describe('headers that are typed', () => {
  it('are a name and a value a line', () => {
    expect(headersFrom('Authorization: Splunk a:b\n\n X-Tenant:7 ')).toEqual({
      Authorization: 'Splunk a:b',
      'X-Tenant': '7',
    });
  });

  it.each(['Authorization', ': value', 'Name:'])('are refused when a line is none: %s', (text) => {
    expect(headersFrom(text)).toBeNull();
  });

  it('may be none', () => {
    expect(headersFrom('')).toEqual({});
  });
});
