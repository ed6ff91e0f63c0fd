import { compileFilter } from '../mapping/filters.js';
import { PRIVILEGES } from '../types.js';
import { DEFAULT_SETTINGS } from './defaults.js';
import { faultOfMetaKey } from './meta-key.js';
import type { CompiledMatching, Policy } from './policy.js';
import { Reader } from './reader.js';
import { readMapping } from './read-mapping.js';
import { readSource, type ReadSource } from './read-source.js';
import {
  ATTRIBUTE_GROUPS,
  type BudgetSettings,
  type Departure,
  DEPARTURES,
  type DriftSettings,
  type RoleSettings,
  SWITCHES,
  type TargetSettings,
} from './settings.js';
import type { SettingsError } from './settings-error.js';

export type CompiledPolicy = { ok: true; policy: Policy } | { ok: false; errors: SettingsError[] };

const MAX_FILTER = 4_096;
const MAX_NAME = 200;

/**
 * Checks settings as they come over the API or from the store, and makes of them what {@link decide} reads. What is not
 * given, at any depth, is as in DEFAULT_SETTINGS; a list is taken as a whole. All errors are told, not the first alone.
 */
export function compileSettings(given: unknown): CompiledPolicy {
  const errors: SettingsError[] = [];
  const policy = read(new Reader(given, '', errors));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, policy };
}

function read(reader: Reader): Policy {
  const parts = reader.object(Object.keys(DEFAULT_SETTINGS) as (keyof TargetSettings)[]);
  const scope = parts.scope.orNull(null, readScope);
  const mapping = readMapping(parts.mapping, DEFAULT_SETTINGS.mapping);
  const matching = parts.matching.list(10, DEFAULT_SETTINGS.matching).flatMap(readMatching);
  const content = parts.content.object(['assignTo', 'fallback']);
  const assignTo = content.assignTo.orNull<ReadSource>(null, readSource);
  const administrators = readFlags(parts.administrators, DEFAULT_SETTINGS.administrators, PRIVILEGES);
  const settings: TargetSettings = {
    switches: readFlags(parts.switches, DEFAULT_SETTINGS.switches, SWITCHES),
    scope: scope?.text ?? null,
    mapping: mapping.map(({ rule }) => rule),
    login: { transform: parts.login.object(['transform']).transform.boolean(DEFAULT_SETTINGS.login.transform) },
    matching: matching.map(({ rule }) => rule),
    administrators,
    deprovisioning: readDepartures(parts.deprovisioning),
    content: {
      assignTo: assignTo?.source ?? null,
      fallback: content.fallback.orNull(null, (each) => each.text(60).trim()),
    },
    roles: readRoles(parts.roles),
    groupImport: parts.groupImport.boolean(DEFAULT_SETTINGS.groupImport),
    budget: readBudget(parts.budget),
    drift: readDrift(parts.drift),
  };
  return {
    settings,
    columns: mapping.flatMap(({ rule, to }) =>
      to.kind === 'meta' && rule.column != null ? [{ key: to.key, label: rule.column }] : [],
    ),
    compiled: {
      scope: scope?.filter ?? null,
      mapping,
      matching,
      assignTo: assignTo?.compiled ?? null,
      allow: PRIVILEGES.filter((privilege) => administrators[privilege]),
      managesRoles:
        settings.roles.rules.length > 0 ||
        settings.roles.default !== null ||
        mapping.some(({ to }) => to.kind === 'role'),
    },
  };
}

function readFlags<K extends string>(
  reader: Reader,
  otherwise: Readonly<Record<K, boolean>>,
  names: readonly K[],
): Record<K, boolean> {
  const parts = reader.object(names);
  return Object.fromEntries(names.map((name) => [name, parts[name].boolean(otherwise[name])])) as Record<K, boolean>;
}

function readScope(reader: Reader) {
  const text = reader.text(MAX_FILTER).trim();
  if (text === '') return null;
  const filter = compileFilter(text);
  if (filter.ok) return { text, filter: filter.value };
  const before = (reader.given as string).indexOf(text);
  reader.fault(filter.message, filter.position === undefined ? undefined : filter.position + before);
  return null;
}

function readMatching(reader: Reader): CompiledMatching[] {
  const kinds = ['login', 'email', 'meta'] as const;
  const parts = reader.object(['by', 'key', 'from']);
  if (parts.by.given === undefined) parts.by.fault(`One of "login", "email", "meta" is expected.`);
  const by = parts.by.oneOf(kinds, 'login');
  if (by !== 'meta') {
    for (const part of [parts.key, parts.from]) {
      if (part.given !== undefined) part.fault(`Only matching by "meta" takes this.`);
    }
    return [{ rule: { by }, source: null }];
  }
  const key = parts.key.text(MAX_NAME);
  const fault = key === '' ? undefined : faultOfMetaKey(key, 'match');
  if (fault !== undefined) parts.key.fault(fault, 0);
  const read = readSource(parts.from);
  return read === null ? [] : [{ rule: { by, key, from: read.source }, source: read.compiled }];
}

function readDepartures(reader: Reader): TargetSettings['deprovisioning'] {
  const parts = reader.object(['inactive', 'deleted', 'outOfScope']);
  const { deprovisioning: otherwise } = DEFAULT_SETTINGS;
  return {
    inactive: readDeparture(parts.inactive, otherwise.inactive),
    deleted: readDeparture(parts.deleted, otherwise.deleted),
    outOfScope: readDeparture(parts.outOfScope, otherwise.outOfScope),
  };
}

function readDeparture(reader: Reader, otherwise: Departure): Departure {
  const parts = reader.object(['do', 'days']);
  const mode = parts.do.oneOf(DEPARTURES, otherwise.do);
  if (mode === 'delete_after') {
    if (parts.days.given === undefined) parts.days.fault('Say after how many days, 1 to 3650.');
    return { do: mode, days: parts.days.number(1, 1, 3650) };
  }
  if (parts.days.given !== undefined) parts.days.fault('Only "delete_after" takes a number of days.');
  return { do: mode };
}

function readRoles(reader: Reader): RoleSettings {
  const parts = reader.object(['default', 'rules', 'precedence']);
  const role = (each: Reader) => each.text(MAX_NAME).trim();
  return {
    default: parts.default.orNull(null, role),
    rules: parts.rules.list(500).map((each) => {
      const { group, roles } = each.object(['group', 'roles']);
      const names = roles.list(20).map(role);
      if (roles.given === undefined) roles.fault('A list of roles is expected.');
      return { group: group.text(1_000).trim(), roles: names };
    }),
    precedence: parts.precedence.oneOf(['first', 'all'], DEFAULT_SETTINGS.roles.precedence),
  };
}

function readBudget(reader: Reader): BudgetSettings {
  const parts = reader.object(['count', 'share', 'windowMinutes']);
  const { budget: otherwise } = DEFAULT_SETTINGS;
  return {
    count: parts.count.orNull(otherwise.count, (each) => each.number(0, 0, 1_000_000)),
    share: parts.share.orNull(otherwise.share, (each) => each.number(0, 0, 1, false)),
    windowMinutes: parts.windowMinutes.number(otherwise.windowMinutes, 1, 43_200),
  };
}

function readDrift(reader: Reader): DriftSettings {
  const parts = reader.object(['everyHours', 'on']);
  const { drift: otherwise } = DEFAULT_SETTINGS;
  const groups = ATTRIBUTE_GROUPS.filter((group) => group !== 'unlinked');
  const on = parts.on.object(groups);
  const choices = groups.map((group) => [group, on[group].oneOf(['report', 'repair', 'ask'], otherwise.on[group])]);
  return {
    everyHours: parts.everyHours.orNull(otherwise.everyHours, (each) => each.number(1, 1, 8_760)),
    on: Object.fromEntries(choices) as DriftSettings['on'],
  };
}
