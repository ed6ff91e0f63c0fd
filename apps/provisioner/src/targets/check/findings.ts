import type { Policy } from '@usher/provisioning';
import type { SiteStatus } from '@usher/wordpress';
import { faultFinding, GIVE_THE_ROLE } from './fault-remedies.js';
import type { Finding } from './finding.js';
import type { Inspection } from './inspect.js';
import { settingsFindings } from './settings-findings.js';

const ORDER = ['error', 'warning', 'note'] as const;

/** What is to be said of a site, the gravest first; nothing when all is well. Pure. */
export function findingsOf(siteUrl: string, policy: Policy, inspection: Inspection): Finding[] {
  const { status, fault, credentialsIn, missingHeir } = inspection;
  const findings = [...transportFindings(siteUrl)];
  if (fault !== null) findings.push(faultFinding(fault));
  if (credentialsIn === 'x-usher-authorization') {
    findings.push({
      ...{ severity: 'note', code: 'authorization_substituted', remedy: null },
      text: 'The host strips the Authorization header: Usher sends its credentials in X-Usher-Authorization instead, which the plugin reads.',
    });
  }
  if (status !== null) {
    const { missingCapabilities } = status.caller;
    findings.push(...statusFindings(siteUrl, status));
    // A user that may not look is told next to nothing of the site.
    if (missingCapabilities.length === 0) findings.push(...settingsFindings(policy, status));
  }
  if (missingHeir !== null) {
    findings.push({
      ...{ severity: 'warning', code: 'heir_missing' },
      text: `Nobody in the site has the login "${missingHeir}", which is to inherit the content of deleted accounts: an account with content is not deleted then.`,
      remedy: 'Make that account in WordPress, or name another one in the settings (content.fallback).',
    });
  }
  return findings.sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}

function transportFindings(siteUrl: string): Finding[] {
  const { protocol, hostname } = new URL(siteUrl);
  if (protocol === 'https:') return [];
  const nearby = isNearby(hostname);
  return [
    {
      ...{ severity: nearby ? 'note' : 'warning', code: 'no_tls' },
      text: nearby
        ? 'The site is asked over http, without encryption. In a network of your own that may do.'
        : 'The site is asked over http: whoever is on the way can read the credentials and the data of the users.',
      remedy: 'Serve the site over https, and enter its address with https://.',
    },
  ];
}

function statusFindings(siteUrl: string, { caller, wordpress }: SiteStatus): Finding[] {
  const findings: Finding[] = [];
  if (caller.missingCapabilities.length > 0) {
    const text = `The WordPress user "${caller.login}" lacks ${caller.missingCapabilities.join(', ')}.`;
    findings.push({ severity: 'error', code: 'missing_capability', text, remedy: GIVE_THE_ROLE });
  }
  if (URL.canParse(wordpress.siteUrl) && !sameSite(wordpress.siteUrl, siteUrl)) {
    findings.push({
      ...{ severity: 'note', code: 'other_address' },
      text: `The site calls itself ${wordpress.siteUrl}, and is asked at ${siteUrl}.`,
      remedy: 'If that is not on purpose, enter the address by which the site calls itself.',
    });
  }
  return findings;
}

const sameSite = (one: string, other: string): boolean => plain(one) === plain(other);
const plain = (url: string): string => new URL(url).href.replace(/\/+$/, '');

/** This machine, a private network (RFC 1918, 4193, 6598), or a name without a dot, as containers have. */
function isNearby(hostname: string): boolean {
  if (!hostname.includes('.') && !hostname.startsWith('[')) return true;
  if (/\.(localhost|local|internal|lan|test|example)$/.test(hostname)) return true;
  if (/^\[(::1|f[cd].*|fe80:.*)\]$/i.test(hostname)) return true;
  return /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(hostname);
}
