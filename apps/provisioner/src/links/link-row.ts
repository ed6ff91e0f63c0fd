import type { Link, LinkStatus } from '@usher/provisioning';

/** A row of `provisioner.links` as pg gives it. */
export interface LinkRow {
  target_id: string;
  scim_id: string;
  wordpress_id: string | null;
  login: string | null;
  revision: string;
  cause_id: string;
  status: LinkStatus;
  fields: string | null;
  state_hash: string | null;
}

export function linkFrom(row: Omit<LinkRow, 'target_id' | 'scim_id'>): Link {
  return {
    wordpressId: row.wordpress_id === null ? null : Number(row.wordpress_id),
    login: row.login,
    revision: Number(row.revision),
    causeId: row.cause_id,
    status: row.status,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as Record<string, string>),
    stateHash: row.state_hash,
  };
}
