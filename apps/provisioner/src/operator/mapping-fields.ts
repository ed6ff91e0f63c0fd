import { FIELDS, fieldWords } from '@usher/provisioning';
import type { SiteStatus } from '@usher/wordpress';

/** Where a rule of the mapping may write, and what sites have of it. */
export interface MappingFields {
  /** In the order of the profile; `always`: an account can't be without it. */
  fields: { to: string; words: string; always: boolean }[];
  /** Usermeta that plugins of the sites have registered; any other key may be used too. */
  meta: { to: string; description: string; targets: string[] }[];
  roles: { name: string; privileged: boolean; targets: string[] }[];
  /** Installed languages, such as `de_DE`. */
  locales: string[];
  /** Sites that said so at their last check; of the others nothing is known. */
  known: string[];
}

const ALWAYS = ['user_login', 'user_email'];

/** Pure. @param sites with what each said of itself last */
export function mappingFields(sites: readonly { id: string; status: SiteStatus }[]): MappingFields {
  const meta = new Map<string, MappingFields['meta'][number]>();
  const roles = new Map<string, MappingFields['roles'][number]>();
  for (const { id, status } of sites) {
    for (const { key, description } of status.registeredMeta) {
      const known = meta.get(key) ?? { to: `meta.${key}`, description, targets: [] };
      meta.set(key, { ...known, targets: [...known.targets, id] });
    }
    for (const name of status.roles) {
      const { privileged = false, targets = [] } = roles.get(name) ?? {};
      const mighty = privileged || status.privilegedRoles.includes(name);
      roles.set(name, { name, privileged: mighty, targets: [...targets, id] });
    }
  }
  return {
    fields: FIELDS.map((to) => ({ to, words: fieldWords([to]), always: ALWAYS.includes(to) })),
    ...{ meta: [...meta.values()], roles: [...roles.values()] },
    locales: [...new Set(sites.flatMap(({ status }) => status.locales))].sort(),
    known: sites.map(({ id }) => id),
  };
}
