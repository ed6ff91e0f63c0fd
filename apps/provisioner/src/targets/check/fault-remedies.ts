import type { SiteError } from '@usher/wordpress';
import type { Finding } from './finding.js';

const ROLE = 'In WordPress under Users, give Usher’s own user the role "Usher provisioning".';
const PLUGIN =
  'In WordPress under Plugins, install the Usher Connector and activate it (in a network: for the whole network). If it ' +
  'is active, something switches the REST API off: a security plugin, or a rule of the web server.';
const FIREWALL =
  'Let requests to /wp-json/usher/v1/ pass: in the security plugin, the firewall of the host, or a password on the folder.';
const LATER = 'Nothing to do in Usher: it asks again by itself, and goes on once the site serves.';

/** By the code of a SiteError. */
const REMEDIES: Record<string, string> = {
  unreachable: 'Check the address, that the site runs, and that the machine of Usher may reach it (DNS, firewall).',
  timeout: 'The site is slow, or a firewall swallows the requests of Usher: look at the load and the logs of the site.',
  certificate:
    'Renew the certificate of the site, with its intermediate certificates. One by an authority of your own is made known to Usher with NODE_EXTRA_CA_CERTS.',
  redirect: 'Enter the address to which it redirects as the address of this site.',
  no_rest_api: `Check the address: it is the one under Settings > General > Site Address. ${PLUGIN}`,
  plugin_missing: PLUGIN,
  unexpected_answer: PLUGIN,
  authorization_stripped:
    'For Apache with CGI or FastCGI, put this into .htaccess: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1. Else ask the host to pass the Authorization header on.',
  application_passwords_unavailable:
    'Serve the site over https. If it is, a plugin or a line in the code switches application passwords off.',
  invalid_credentials:
    'In WordPress, open the profile of Usher’s own user, make a new application password, and enter it here with the user’s login.',
  missing_capability: ROLE,
  blocked: FIREWALL,
  not_json: `A cache must leave /wp-json/ alone, and no plugin may print into the answer. ${FIREWALL}`,
  maintenance: LATER,
  rate_limited: 'Usher waits as long as the site asks. Let the limit of requests except the machine of Usher.',
  protocol: 'Install the version of the plugin that comes with this Usher.',
  credentials_unusable:
    'Set the right USHER_SECRET_KEY for the provisioner, or enter the credentials of this site anew.',
};

/** Why the site can't be worked with at all. */
export function faultFinding({ code, message, kind }: SiteError): Finding {
  const otherwise = kind === 'transient' ? LATER : FIREWALL;
  return { severity: 'error', code, text: message, remedy: REMEDIES[code] ?? otherwise };
}

export { ROLE as GIVE_THE_ROLE };
