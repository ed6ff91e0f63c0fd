import type { RunningStandalone } from './start-standalone.js';

/** What is served where, and a line to try it. */
export function summary({ credentials, credentialsFile }: RunningStandalone, seconds: string): string {
  const { scim, console: page, wordpress } = credentials;
  const person =
    '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada","emails":[{"value":"ada@example.com"}]}';
  const login = wordpress.username === undefined ? '' : `   (${wordpress.username} / ${wordpress.password})`;
  return `
Usher is ready after ${seconds} s. Ctrl-C ends everything.

  SCIM base URL   ${scim.baseUrl}
  SCIM token      ${scim.token}
  Console         ${page.url}   (sign in with the operator token)
  WordPress       ${wordpress.url}/wp-admin/users.php${login}
  Credentials     ${credentialsFile}

Try it:

  curl -s ${scim.baseUrl}/Users -H 'Authorization: Bearer ${scim.token}' \\
    -H 'Content-Type: application/scim+json' -d '${person}'
`;
}
