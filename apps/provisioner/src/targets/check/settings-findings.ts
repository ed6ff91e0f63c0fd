import {
  type MappingRule,
  type Policy,
  PRIVILEGES,
  type Source,
  type TargetSettings,
  wordpressLocale,
} from '@usher/provisioning';
import type { Privilege, SiteStatus } from '@usher/wordpress';
import type { Finding } from './finding.js';

/** Where the settings want what the site doesn't have or doesn't allow. Pure. */
export function settingsFindings({ settings }: Policy, status: SiteStatus): Finding[] {
  return [
    ...roleFindings(settings, status),
    ...defaultRoleFindings(settings, status),
    ...privilegeFindings(settings, status),
    ...localeFindings(settings, status),
    ...metaFindings(settings, status),
    ...multisiteFindings(settings, status),
  ];
}

function roleFindings(settings: TargetSettings, { roles, privilegedRoles }: SiteStatus): Finding[] {
  const named = rolesNamed(settings);
  const unknown = named.filter((role) => !roles.includes(role));
  const findings: Finding[] = unknown.map((role) => ({
    ...{ severity: 'error', code: 'role_unknown' },
    text: `The settings give the role "${role}", which the site doesn't have: users who are to get it are refused.`,
    remedy: `Make the role in WordPress, or name one that is there: ${roles.join(', ')}.`,
  }));
  const mighty = named.filter((role) => privilegedRoles.includes(role));
  if (mighty.length > 0 && !settings.administrators.promote) {
    findings.push({
      ...{ severity: 'warning', code: 'role_privileged' },
      text: `The settings give ${quoted(mighty)}, which has rights over the site: users who are to get it are refused.`,
      remedy:
        'Allow it in the settings (administrators.promote) and in WordPress under Settings > Usher, or name another role.',
    });
  }
  return findings;
}

/** Whose role isn't managed gets the site's own when the account is made. */
function defaultRoleFindings({ roles, switches }: TargetSettings, status: SiteStatus): Finding[] {
  const { defaultRole } = status;
  if (switches.groups && roles.default !== null) return [];
  const remedy =
    'Choose another in WordPress under Settings > General, or name a role in the settings (roles.default).';
  if (!status.roles.includes(defaultRole)) {
    const text = `The site's default role for new users, "${defaultRole}", doesn't exist: new accounts get no role.`;
    return [{ severity: 'error', code: 'default_role_missing', text, remedy }];
  }
  if (!status.privilegedRoles.includes(defaultRole)) return [];
  const text = `The site's default role for new users, "${defaultRole}", has rights over the site: Usher makes no account with it.`;
  return [{ severity: 'error', code: 'default_role_privileged', text, remedy }];
}

const ASKED: Record<Privilege, string> = {
  adopt: 'link accounts that have rights over the site',
  change: 'change and shut accounts that have rights over the site',
  promote: 'give roles that have rights over the site',
};

function privilegeFindings({ administrators }: TargetSettings, { privileges }: SiteStatus): Finding[] {
  return PRIVILEGES.filter((each) => administrators[each] && !privileges.includes(each)).map((each) => ({
    ...{ severity: 'warning' as const, code: `privilege_${each}` },
    text: `The settings let Usher ${ASKED[each]} (administrators.${each}), and the site doesn't.`,
    remedy: 'An administrator of the site has to tick it in WordPress under Settings > Usher.',
  }));
}

function localeFindings({ mapping }: TargetSettings, { locales }: SiteStatus): Finding[] {
  const rules = mapping.filter(({ to }) => to === 'locale');
  const wanted = rules.flatMap(constantsOf).map((text) => wordpressLocale(text) ?? text);
  const findings: Finding[] = unique(wanted)
    .filter((locale) => !locales.includes(locale))
    .map((locale) => ({
      ...{ severity: 'warning', code: 'locale_missing' },
      text: `The settings give users the language ${locale}, which isn't installed: they see the site's own language.`,
      remedy: 'Install it in WordPress under Settings > General > Site Language.',
    }));
  const variable = rules.some((rule) => sourcesOf(rule).some((source) => !('constant' in source)));
  if (variable && locales.length <= 1) {
    findings.push({
      ...{ severity: 'note', code: 'one_language' },
      text: `Only ${locales.join('') || 'English'} is installed: the languages of users are kept, and don't show.`,
      remedy: 'Install the languages of your users in WordPress under Settings > General > Site Language.',
    });
  }
  return findings;
}

/** Many plugins read keys that they never register: said, not warned of. */
function metaFindings({ mapping, matching }: TargetSettings, { registeredMeta }: SiteStatus): Finding[] {
  const known = registeredMeta.map(({ key }) => key);
  const set = mapping.flatMap(({ to }) => (to.startsWith('meta.') ? [to.slice('meta.'.length)] : []));
  const sought = matching.flatMap((rule) => (rule.by === 'meta' ? [rule.key] : []));
  const unregistered = unique([...set, ...sought]).filter((key) => !known.includes(key));
  if (unregistered.length === 0) return [];
  return [
    {
      ...{ severity: 'note', code: 'meta_unregistered' },
      text: `No plugin of the site has registered the usermeta ${quoted(unregistered)}. It is kept and found all the same.`,
      remedy: 'If a plugin is to read it, check the spelling in the documentation of that plugin.',
    },
  ];
}

function multisiteFindings({ login }: TargetSettings, { wordpress }: SiteStatus): Finding[] {
  if (!wordpress.multisite || login.transform) return [];
  return [
    {
      ...{ severity: 'warning', code: 'multisite_logins' },
      text: 'The site is part of a network, where logins have small letters and digits only: users with other logins are refused.',
      remedy:
        'Let Usher make a login of what the network refuses (login.transform): the original is kept with the account.',
    },
  ];
}

function rolesNamed({ roles, mapping }: TargetSettings): string[] {
  const mapped = mapping.filter(({ to }) => to === 'role').flatMap(constantsOf);
  return unique([
    ...roles.rules.flatMap((rule) => rule.roles),
    ...(roles.default === null ? [] : [roles.default]),
    ...mapped,
  ]);
}

function sourcesOf({ from }: MappingRule): readonly Source[] {
  return Array.isArray(from) ? (from as readonly Source[]) : [from as Source];
}

function constantsOf(rule: MappingRule): string[] {
  return sourcesOf(rule).flatMap((source) => ('constant' in source ? [source.constant] : []));
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const quoted = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(', ');
