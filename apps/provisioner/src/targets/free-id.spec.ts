import { freeId } from './free-id.js';

const taken =
  (...ids: string[]) =>
  (id: string): Promise<boolean> =>
    Promise.resolve(ids.includes(id));

describe('the id of a new site', () => {
  it('is made of its name', async () => {
    expect(await freeId(undefined, 'Öko Blog (EU)', taken())).toBe('oko-blog-eu');
    expect(await freeId(undefined, '博客', taken())).toBe('site');
  });

  it('differs from those there are, and from words of the API', async () => {
    expect(await freeId(undefined, 'Blog', taken('blog'))).toMatch(/^blog-[0-9a-f]{4}$/);
    for (const name of ['Default', 'Check', 'Default settings'])
      expect(await freeId(undefined, name, taken())).toMatch(/-[0-9a-f]{4}$/);
  });

  it('is the one that is wanted, or none', async () => {
    expect(await freeId('shop', 'Blog', taken())).toBe('shop');
    expect(await freeId('shop', 'Blog', taken('shop'))).toBeNull();
    expect(await freeId('default', 'Blog', taken())).toBeNull();
  });
});
