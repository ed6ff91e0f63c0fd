/** A group as it is stored, without its members: there may be a hundred thousand. */
export interface StoredGroup {
  id: string;
  revision: number;
  displayName: string;
  /** JSON object of the attributes under their canonical names, without `schemas`, `id`, `members` and `meta`. */
  attributes: string;
  created: Date;
  modified: Date;
}

/** `U`: a user; `G`: a group; pending as nobody has that id or externalId yet: `P`, or just that id: `I`. */
export type MemberKind = 'U' | 'G' | 'P' | 'I';

export const isPending = ({ kind }: Member): boolean => kind === 'P' || kind === 'I';

export interface Member {
  /** Id of the user or group; what the IdP sent when pending. */
  value: string;
  kind: MemberKind;
}
