import { isElsewhere, shownPath } from './shown-path.js';

describe('a path that is shown', () => {
  it.each([
    ['/scim/v2/Users', '/scim/v2/Users'],
    ['/scim/v2/Users?filter=userName%20eq%20%22ada%22&count=1', '/scim/v2/Users?filter=userName eq "ada"&count=1'],
    ['/scim/v2/Users?access_token=s3cret&startIndex=1', '/scim/v2/Users?access_token=***&startIndex=1'],
    ['/scim/v2/Users?filter=passw%6frd%20sw%20%22s3%22&count=1', '/scim/v2/Users?filter=***&count=1'],
    ['/scim/v2/Users?token=a=b?c', '/scim/v2/Users?token=***'],
    ['/scim/v2/Users?filter=%zz', '/scim/v2/Users?filter=%zz'],
    ['/scim/v2/Users?filter=a%0Ab', '/scim/v2/Users?filter=a b'],
  ])('%s: %s', (url, shown) => {
    expect(shownPath(url)).toBe(shown);
  });

  it('has an end', () => {
    expect(shownPath(`/scim/v2/Users?filter=${'x'.repeat(5_000)}`)).toHaveLength(500);
  });
});

describe('a request for SCIM where there is none', () => {
  it.each(['/scim/v1/Users', '/scim', '/scim/Users?count=1', '/Users', '/v2/Groups/7', '/SCIM/V2/Users'])(
    '%s',
    (url) => {
      expect(isElsewhere(url)).toBe(true);
    },
  );

  it.each(['/', '/people', '/users', '/api/directory/users', '/health/ready', '/scimitar'])('is not %s', (url) => {
    expect(isElsewhere(url)).toBe(false);
  });
});
