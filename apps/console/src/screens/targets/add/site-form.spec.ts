import { accessOf, hostOf, isAddress } from './site-form.js';

describe('what the wizard for a site is told', () => {
  it('takes the name of a site from its address until a person gives another', () => {
    expect(hostOf(' https://blog.example.org/ ')).toBe('blog.example.org');
    expect(hostOf('http://intranet:8080/wp/')).toBe('intranet:8080/wp');
    expect(hostOf('blog.example.org')).toBe('');
  });

  it('needs an address with its protocol', () => {
    expect(['https://a.example', 'HTTP://a.example/wp'].every(isAddress)).toBe(true);
    expect(['a.example', 'ftp://a.example', 'https://', ''].some(isAddress)).toBe(false);
  });

  it('keeps the blanks within an application password, and drops those around what was pasted', () => {
    const pasted = { siteUrl: ' https://a.example\n', username: ' usher ', applicationPassword: ' abcd efgh\t' };
    expect(accessOf({ ...pasted, name: '', connection: '', paused: false })).toEqual({
      siteUrl: 'https://a.example',
      username: 'usher',
      applicationPassword: 'abcd efgh',
    });
  });
});
