import { errorOf, isMissingRoute } from './api-error.js';

describe('an answer that is no success', () => {
  it('speaks in the words of the server', () => {
    expect(errorOf(409, { statusCode: 409, message: 'The id is taken' }).message).toBe('The id is taken');
    expect(errorOf(400, { message: ['name is blank', 'id is long'] }).message).toBe('name is blank. id is long');
    expect(errorOf(400, { detail: 'bad filter' }).message).toBe('bad filter');
  });

  it('names the field that is wrong', () => {
    expect(errorOf(400, { message: 'x', parameter: 'limit' }).field).toBe('limit');
    expect(errorOf(400, { message: 'x', path: 'mapping.email' }).field).toBe('mapping.email');
  });

  it('has words of its own when the server has none', () => {
    expect(errorOf(502, undefined).message).toBe('Usher answered with 502.');
    expect(errorOf(404, '<html>').message).not.toBe('');
  });

  it('tells a thing that is not there from an API that is not there', () => {
    expect(isMissingRoute(errorOf(404, { message: 'Cannot GET /api/x' }))).toBe(true);
    expect(isMissingRoute(errorOf(404, { message: 'There is no connection "x".' }))).toBe(false);
  });
});
