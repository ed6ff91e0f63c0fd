import { GROUP_SCHEMA } from '@usher/scim';
import { commonColumn, metaOf, schemasOf, type SearchTable } from './table.js';

const MEMBERS = `(SELECT jsonb_agg(jsonb_build_object('value', m.value) || CASE m.kind
    WHEN 'U' THEN jsonb_build_object('type', 'User', '$ref', '/Users/' || m.value)
    WHEN 'G' THEN jsonb_build_object('type', 'Group', '$ref', '/Groups/' || m.value) ELSE '{}' END)
  FROM ingress.members m WHERE m.connection = g.connection AND m.group_id = g.id)`;

export const GROUPS_TABLE: SearchTable = {
  type: 'Group',
  from: 'ingress.groups g',
  alias: 'g',
  attributes: 'g_json.a',
  column(path) {
    if (path.schema === null && path.name === 'displayName' && path.sub === null) {
      return { sql: 'g.display_key', kind: 'folded' };
    }
    return commonColumn('g', path);
  },
  derived(name) {
    switch (name) {
      case 'id':
        return 'to_jsonb(g.id::text)';
      case 'meta':
        return metaOf('g', 'Group');
      case 'schemas':
        return schemasOf('g', GROUP_SCHEMA);
      case 'members':
        return MEMBERS;
      default:
        return undefined;
    }
  },
  holds({ schema, name, sub }, value, parameter) {
    if (schema !== null || name !== 'members' || sub !== 'value') return undefined;
    return `g.id IN (SELECT m.group_id FROM ingress.members m
      WHERE m.connection = $1 AND m.value = ${parameter(value)})`;
  },
};
