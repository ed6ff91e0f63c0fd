import { fold, USER_SCHEMA } from '@usher/scim';
import { isIndexable } from '../users/unique-keys.js';
import { commonColumn, metaOf, schemasOf, type SearchTable } from './table.js';

const GROUPS = `(SELECT jsonb_agg(jsonb_build_object(
    'value', g ->> 'id', 'display', g ->> 'displayName', 'type', g ->> 'type', '$ref', '/Groups/' || (g ->> 'id')))
  FROM jsonb_array_elements(u.groups::jsonb) g)`;

export const USERS_TABLE: SearchTable = {
  type: 'User',
  from: 'ingress.users u',
  alias: 'u',
  attributes: 'u_json.a',
  column(path) {
    if (path.schema === null && path.name === 'userName' && path.sub === null) {
      return { sql: 'u.user_name_key', kind: 'folded' };
    }
    return commonColumn('u', path);
  },
  derived(name) {
    switch (name) {
      case 'id':
        return 'to_jsonb(u.id::text)';
      case 'meta':
        return metaOf('u', 'User');
      case 'schemas':
        return schemasOf('u', USER_SCHEMA);
      case 'groups':
        return GROUPS;
      default:
        return undefined;
    }
  },
  holds({ schema, name, sub }, value, parameter) {
    if (schema !== null || sub !== 'value') return undefined;
    if (name === 'emails' && isIndexable(fold(value))) {
      return `(u.email_keys IS NOT NULL AND u.email_keys @> ARRAY[${parameter(fold(value))}])`;
    }
    return undefined;
  },
};
