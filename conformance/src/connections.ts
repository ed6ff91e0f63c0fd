/**
 * Of every type that scim2-tester has values for: it writes no dateTime and no decimal. None has several values: it adds
 * the extension, then each of its attributes once more, and expects only the last value where RFC 7644 section 3.5.2.1
 * appends.
 */
function extension(resource: 'User' | 'Group'): object {
  const attribute = (name: string, type: string, more: object = {}): object => ({
    name,
    type,
    multiValued: false,
    description: `For the conformance suites: ${type}.`,
    required: false,
    mutability: 'readWrite',
    returned: 'default',
    ...more,
  });
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id: `urn:example:conformance:2.0:${resource}`,
    name: `Conformance${resource}`,
    description: 'An extension of a customer.',
    attributes: [
      attribute('costCentre', 'string', { caseExact: true, uniqueness: 'none' }),
      attribute('floor', 'integer'),
      attribute('contractor', 'boolean'),
      attribute('home', 'reference', { referenceTypes: ['external'] }),
      attribute('locker', 'complex', {
        subAttributes: [
          attribute('value', 'string', { caseExact: false, uniqueness: 'none' }),
          attribute('row', 'integer'),
        ],
      }),
    ],
  };
}

/** Beside the default connection. No limit of requests: scim2-tester gives up at a 429. */
const CONNECTIONS = [
  { name: 'strict', strict: true },
  { name: 'extended', strict: true, schemas: { user: [extension('User')], group: [extension('Group')] } },
];

/**
 * Makes connections as an operator does.
 * @throws {Error} with the answer of the API when it is not a success
 */
export async function makeConnections(url: string, operatorToken: string): Promise<{ name: string; token: string }[]> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/api/connections${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`POST /api/connections${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
  const made: { name: string; token: string }[] = [];
  for (const connection of CONNECTIONS) {
    const { id } = (await post('', { preset: 'generic', rateLimit: 0, ...connection })) as { id: string };
    const { token } = (await post(`/${id}/tokens`, { name: 'conformance suites' })) as { token: string };
    made.push({ name: connection.name, token });
  }
  return made;
}
