import { isRecord } from './answer-faults.js';
import { SiteError } from './port.js';
import {
  PROTOCOL,
  type AccountPage,
  type ConnectorAccount,
  type MatchResult,
  type Operation,
  type OperationResult,
  type SiteSettings,
  type SiteStatus,
} from './protocol.js';

/*
 * JSON of the connector taken for what it should be. Looked at as far as something else that answers JSON, such as
 * a cache or another plugin, must not be taken for it; every function throws SiteError `unexpected_answer`.
 */

export function asAccount(value: unknown): ConnectorAccount {
  if (!isRecord(value) || typeof value.id !== 'number' || !isRecord(value.fields)) throw unexpected('an account');
  // PHP writes an empty map as a list.
  const meta = isRecord(value.meta) ? value.meta : {};
  return { ...value, meta } as unknown as ConnectorAccount;
}

export function asAccounts(value: unknown): ConnectorAccount[] {
  if (!isRecord(value) || !Array.isArray(value.accounts)) throw unexpected('accounts');
  return (value.accounts as unknown[]).map(asAccount);
}

export function asPage(value: unknown): AccountPage {
  const next = isRecord(value) ? value.next : undefined;
  if (next !== null && typeof next !== 'number') throw unexpected('a page of accounts');
  return { accounts: asAccounts(value), next };
}

export function asMatch(value: unknown): MatchResult {
  if (!isRecord(value) || !Array.isArray(value.candidates)) throw unexpected('what it would match');
  const account = value.account === null ? null : asAccount(value.account);
  return { ...value, account } as unknown as MatchResult;
}

export function asSettings(value: unknown): SiteSettings {
  if (!isRecord(value) || !Array.isArray(value.columns)) throw unexpected('its settings');
  return value as unknown as SiteSettings;
}

/** @throws SiteError `protocol` too, with what to do about it. */
export function asStatus(value: unknown): SiteStatus {
  if (!isRecord(value) || !isRecord(value.plugin) || !isRecord(value.caller)) throw unexpected('a status');
  const { protocol, version } = value.plugin;
  if (protocol !== PROTOCOL) throw otherProtocol(protocol, String(version ?? ''));
  return value as unknown as SiteStatus;
}

/** The result of one user must never be taken for that of another. */
export function asResults(value: unknown, operations: readonly Operation[]): OperationResult[] {
  const results = isRecord(value) ? value.results : undefined;
  const fits =
    Array.isArray(results) &&
    results.length === operations.length &&
    operations.every((operation, i) => {
      const result: unknown = results[i];
      return isRecord(result) && result.scimId === operation.scimId && typeof result.status === 'string';
    });
  if (!fits) throw unexpected('one result for each operation');
  return (results as Record<string, unknown>[]).map((result) =>
    isRecord(result.account) ? { ...result, account: asAccount(result.account) } : result,
  ) as unknown as OperationResult[];
}

function otherProtocol(protocol: unknown, version: string): SiteError {
  const plugin = `The Usher Connector plugin of the site${version === '' ? '' : `, version ${version},`}`;
  const older = typeof protocol === 'number' && protocol < PROTOCOL;
  return new SiteError(
    'misconfigured',
    'protocol',
    older
      ? `${plugin} is too old for this Usher. Install version 0.2.0 or later over it: in WordPress under Plugins > Add New > Upload Plugin, with the file that comes with this Usher. Nothing that it keeps is lost.`
      : `${plugin} is made for another version of Usher (it speaks protocol ${String(protocol)}, this Usher ${PROTOCOL}). Update Usher, or install the plugin that comes with it.`,
  );
}

function unexpected(what: string): SiteError {
  return new SiteError('transient', 'unexpected_answer', `The site answered JSON, but not ${what}.`);
}
