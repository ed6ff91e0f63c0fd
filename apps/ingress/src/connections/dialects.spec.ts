import { LENIENCIES, lenienciesOf, presetOf } from '@usher/scim';
import { dialectsFor } from './dialects.js';
import { SITE_SCHEMA } from '../testing/site-schema.js';

const plain = { preset: 'generic', strict: false, userSchemas: [], groupSchemas: [] };

describe('the dialects of a connection', () => {
  it('know its custom schemas, each for its resource type', () => {
    const dialects = dialectsFor({ ...plain, userSchemas: [SITE_SCHEMA] });
    if (!dialects.ok) throw new Error(dialects.error.detail);
    const { user, group } = dialects.value;
    expect(user.type.extensions.map(({ id }) => id)).toContain(SITE_SCHEMA.id);
    expect(group.type.extensions.map(({ id }) => id)).not.toContain(SITE_SCHEMA.id);
  });

  it('of a strict one have no leniency, of another those of its preset', () => {
    const of = (strict: boolean, preset: string) => {
      const dialects = dialectsFor({ ...plain, strict, preset });
      if (!dialects.ok) throw new Error(dialects.error.detail);
      return [...dialects.value.user.leniencies];
    };
    expect(of(true, 'generic')).toEqual([]);
    expect(of(false, 'generic')).toEqual(LENIENCIES);
    expect(of(false, 'okta')).toEqual(lenienciesOf(presetOf('okta')));
    expect(of(false, 'of another release')).toEqual(LENIENCIES);
  });

  it.each([
    ['no schema', [{ id: 'urn:x' }]],
    ['a schema twice', [SITE_SCHEMA, { ...SITE_SCHEMA, id: SITE_SCHEMA.id.toUpperCase() }]],
    ['a schema of the standard', [{ ...SITE_SCHEMA, id: 'urn:ietf:params:scim:schemas:core:2.0:User' }]],
    ['one schema for users and groups', [SITE_SCHEMA], [SITE_SCHEMA]],
  ])('are not to be had with %s', (_what, userSchemas: object[], groupSchemas: object[] = []) => {
    expect(dialectsFor({ ...plain, userSchemas, groupSchemas })).toMatchObject({ ok: false, error: { status: 400 } });
  });
});
