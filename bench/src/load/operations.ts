/** A user that exists on the server under load. */
export interface KnownUser {
  id: string;
  userName: string;
  externalId: string;
}

/** One request and what its answer must be. */
export interface Exchange {
  method: 'GET' | 'POST' | 'PATCH';
  path: string;
  body?: string;
  /** Undefined when the answer is right, else what is wrong with it. */
  check(status: number, body: string): string | undefined;
}

/** What an operation may draw from. */
export interface Stock {
  users: readonly KnownUser[];
  /** Grows by one with every call: for names that nobody had. */
  next(): number;
  /** Makes the names of this run differ from those of every other. */
  tag: string;
  /** Told of every acknowledged create. */
  created(user: KnownUser): void;
}

export const OPERATIONS = ['create', 'get', 'filter userName', 'filter externalId', 'patch'] as const;
export type OperationName = (typeof OPERATIONS)[number];

/** The operations that leave an event behind. */
export const WRITES: readonly OperationName[] = ['create', 'patch'];

interface UserAnswer {
  id?: unknown;
  userName?: unknown;
  externalId?: unknown;
  displayName?: unknown;
}
interface ListAnswer {
  totalResults?: unknown;
  Resources?: UserAnswer[];
}

const USERS = '/scim/v2/Users';

export const exchangeFor: Readonly<Record<OperationName, (stock: Stock) => Exchange>> = {
  create(stock) {
    const number = stock.next();
    const userName = `${stock.tag}.${number}@bench.example`;
    const externalId = `${stock.tag}-${number}`;
    return {
      method: 'POST',
      path: USERS,
      body: JSON.stringify(userBody(userName, externalId, number)),
      check(status, body) {
        if (status !== 201) return unexpected(status, body);
        const answer = JSON.parse(body) as UserAnswer;
        if (typeof answer.id !== 'string' || answer.userName !== userName) return `not the user that was sent: ${body}`;
        stock.created({ id: answer.id, userName, externalId });
        return undefined;
      },
    };
  },
  get(stock) {
    const user = pick(stock);
    return { method: 'GET', path: `${USERS}/${user.id}`, check: isUser(user) };
  },
  'filter userName'(stock) {
    const user = pick(stock);
    return { method: 'GET', path: filterPath('userName', user.userName), check: isListOf(user) };
  },
  'filter externalId'(stock) {
    const user = pick(stock);
    return { method: 'GET', path: filterPath('externalId', user.externalId), check: isListOf(user) };
  },
  patch(stock) {
    const user = pick(stock);
    const displayName = `Renamed ${stock.tag} ${stock.next()}`;
    return {
      method: 'PATCH',
      path: `${USERS}/${user.id}`,
      body: JSON.stringify({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'displayName', value: displayName }],
      }),
      check(status, body) {
        const fault = isUser(user)(status, body);
        if (fault !== undefined) return fault;
        return (JSON.parse(body) as UserAnswer).displayName === displayName ? undefined : `not renamed: ${body}`;
      },
    };
  },
};

/** Round robin: two requests in flight never meet on one user, as long as there are more users than requests. */
function pick(stock: Stock): KnownUser {
  const user = stock.users[stock.next() % stock.users.length];
  if (user === undefined) throw new Error('this operation needs users that exist');
  return user;
}

function filterPath(attribute: string, value: string): string {
  return `${USERS}?filter=${encodeURIComponent(`${attribute} eq "${value}"`)}`;
}

function isUser(user: KnownUser): Exchange['check'] {
  return (status, body) => {
    if (status !== 200) return unexpected(status, body);
    return isSame(user, JSON.parse(body) as UserAnswer) ? undefined : `not user ${user.id}: ${body}`;
  };
}

function isListOf(user: KnownUser): Exchange['check'] {
  return (status, body) => {
    if (status !== 200) return unexpected(status, body);
    const { totalResults, Resources: [found] = [] } = JSON.parse(body) as ListAnswer;
    return totalResults === 1 && found !== undefined && isSame(user, found)
      ? undefined
      : `not a list of user ${user.id} alone: ${body}`;
  };
}

function isSame(user: KnownUser, answer: UserAnswer): boolean {
  return answer.id === user.id && answer.userName === user.userName && answer.externalId === user.externalId;
}

function unexpected(status: number, body: string): string {
  return `status ${status}: ${body.slice(0, 300)}`;
}

/** A user as an identity provider sends it, about 1 KB. */
function userBody(userName: string, externalId: string, number: number): object {
  return {
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    userName,
    externalId,
    name: { givenName: 'Ada', familyName: `Lovelace ${number}`, formatted: `Ada Lovelace ${number}` },
    displayName: `Ada Lovelace ${number}`,
    title: 'Senior Analyst',
    preferredLanguage: 'en-GB',
    locale: 'en-GB',
    timezone: 'Europe/London',
    active: true,
    emails: [
      { value: userName, type: 'work', primary: true },
      { value: `home.${userName}`, type: 'home' },
    ],
    phoneNumbers: [{ value: '+44 20 7946 0018', type: 'work' }],
    addresses: [
      {
        type: 'work',
        streetAddress: '12 St James Square',
        locality: 'London',
        postalCode: 'SW1Y 4JH',
        country: 'GB',
        formatted: '12 St James Square, London SW1Y 4JH',
      },
    ],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      employeeNumber: String(100_000 + number),
      organization: 'Analytical Engines Ltd',
      division: 'Research',
      department: 'Computation',
      costCenter: 'CC-4711',
    },
  };
}
