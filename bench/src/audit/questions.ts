/** Values that there are in the ledger, drawn at random. */
export interface Samples {
  userName: string[];
  email: string[];
  login: string[];
  resourceId: string[];
  traceId: string[];
  family: string[];
  /** A time in the midst of the ledger. */
  middle: string[];
}

export interface Question {
  name: string;
  /** Of the nth time that it is asked. */
  parameters(samples: Samples, n: number): Record<string, string>;
  /** Pages that are asked for one after another by the cursor; 1 unless given. */
  pages?: number;
}

const of = (values: readonly string[], n: number): string => values[n % values.length] ?? '';
const always = (name: string, parameters: Record<string, string>, pages = 1): Question => ({
  name,
  parameters: () => parameters,
  pages,
});
const sampled = (
  name: string,
  sample: keyof Samples,
  parameter: string,
  more: Record<string, string> = {},
): Question => ({
  name,
  parameters: (samples, n) => ({ [parameter]: of(samples[sample], n), ...more }),
});

const SORTED = ['userName', 'action', 'status', 'sourceIp', 'target', 'actor'];

/** What an auditor asks, from the usual to the unlucky. */
export const QUESTIONS: readonly Question[] = [
  always('newest', {}),
  always('oldest', { order: 'asc' }),
  sampled('around a time', 'middle', 'to'),
  sampled('userName', 'userName', 'userName'),
  always('userName, unknown', { userName: 'nobody.atall' }),
  always('userName, beginning', { userName: 'anna.b*' }),
  sampled('email', 'email', 'email'),
  sampled('login', 'login', 'login'),
  sampled('resourceId', 'resourceId', 'resourceId'),
  sampled('traceId', 'traceId', 'traceId'),
  always('action, common', { action: 'update' }),
  always('action, rare', { action: 'target.pause' }),
  always('action, several', { action: 'delete,deactivate' }),
  always('status, common', { status: 'succeeded' }),
  always('status, rare', { status: 'held' }),
  always('kind', { kind: 'operation' }),
  always('actor', { actor: 'entra id' }),
  always('connection', { connection: 'okta' }),
  always('connection, given up long ago', { connection: 'onelogin' }),
  always('connection, none', { connection: '-' }),
  always('target', { target: 'Wiki' }),
  always('code, common', { code: 'email_taken' }),
  always('code, rare', { code: 'ambiguous' }),
  always('address, common', { sourceIp: '10.111.0.3' }),
  always('address, rare', { sourceIp: '192.0.2.17' }),
  always('network, large', { sourceIp: '10.0.0.0/8' }),
  always('network of many addresses', { sourceIp: '198.51.0.0/22' }),
  always('network, IPv6', { sourceIp: '2001:db8:104::/48' }),
  always('two unselective', { status: 'succeeded', action: 'update' }),
  always('three unselective', { kind: 'outcome', status: 'succeeded', connection: 'okta' }),
  always('three, of which few fit', { action: 'none', status: 'held', connection: 'google' }),
  always('two that never fit', { kind: 'request', status: 'rejected' }),
  always('address and connection that never fit', { sourceIp: '10.111.0.3', connection: 'entra' }),
  always('network, status, target', { sourceIp: '10.0.0.0/8', status: 'rejected', target: 'Shop' }),
  always('actor and code', { actor: 'Okta production', code: 'ambiguous' }),
  sampled('userName and status', 'userName', 'userName', { status: 'rejected' }),
  always('word, common', { q: 'title' }),
  always('word, of two letters', { q: 'an' }),
  always('word, middling', { q: 'ambiguous' }),
  always('word, rare', { q: 'quarantine' }),
  sampled('word, a name', 'family', 'q'),
  sampled('word, a part of an address', 'email', 'q'),
  always('word, unknown', { q: 'xylophone' }),
  always('word, given up long ago', { q: 'old site' }),
  always('word common, status rare', { q: 'approval', status: 'held' }),
  always('word common, connection', { q: 'title', connection: 'hr' }),
  ...SORTED.flatMap((sort) => [
    always(`sort ${sort}`, { sort, order: 'asc' }),
    always(`sort ${sort}, descending`, { sort, order: 'desc' }),
  ]),
  always('sort userName, status', { sort: 'userName', status: 'rejected' }),
  always('sort action, connection', { sort: 'action', connection: 'entra' }),
  always('sort target, word', { sort: 'target', q: 'ambiguous' }),
  always('sort status, word common', { sort: 'status', q: 'title', order: 'asc' }),
  sampled('sort target, a name', 'family', 'q', { sort: 'target' }),
  always('deep pages of 200', { limit: '200' }, 25),
  always('deep pages, status', { limit: '200', status: 'rejected' }, 25),
  always('deep pages, sort userName', { limit: '200', sort: 'userName', order: 'asc' }, 25),
  always('deep pages, sort actor', { limit: '200', sort: 'actor', order: 'asc' }, 25),
  always('total of all', { count: 'true' }),
  always('total, connection and status', { count: 'true', connection: 'okta', status: 'rejected' }),
  sampled('total, userName', 'userName', 'userName', { count: 'true' }),
  always('total, word', { count: 'true', q: 'title' }),
  always('total, network', { count: 'true', sourceIp: '10.0.0.0/8', code: 'ambiguous' }),
];
