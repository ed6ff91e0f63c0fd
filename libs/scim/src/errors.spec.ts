import { scimErrorBody } from './index.js';

describe('scimErrorBody', () => {
  it('has the status as a string, and no scimType where there is none', () => {
    expect(scimErrorBody({ status: 404, detail: 'x' })).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'x',
    });
    expect(scimErrorBody({ status: 409, scimType: 'uniqueness', detail: 'x' })).toMatchObject({
      scimType: 'uniqueness',
    });
  });
});
