import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'SCIM provider as a backchannel provider',
  steps: [
    { text: 'Applications → Applications → New Application; provider type SCIM.' },
    {
      text: 'Configure Provider: Authentication Mode Static token, Compatibility Mode Default.',
      fields: [
        { label: 'URL', value: '{baseUrl}' },
        { label: 'Token', value: '{token}' },
      ],
    },
    {
      text: 'Edit the application and add the provider to Backchannel providers; leave Provider to the one for sign-on, or empty.',
    },
  ],
  sources: [
    'https://docs.goauthentik.io/add-secure-apps/providers/scim/',
    'https://github.com/goauthentik/authentik/tree/main/authentik/providers/scim',
  ],
  verified: '2026-11-24',
};

export const authentik = {
  id: 'authentik',
  name: 'authentik',
  aliases: [],
  needs: {
    removeByValue: ['sequences/authentik/groups'],
    unwritableKeys: ['sequences/authentik/groups'],
  },
  habits: 'known',
  matching:
    'userName, for users found by its periodic discovery; a group by displayName when its creation was answered by 409',
  switches: {
    create: 'the application has the provider as a backchannel provider',
    update: 'always on',
    deactivate: 'always on: active goes along with each update',
    groups: 'always on; the group filter restricts them',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Create a SAML provider for the site with ACS URL and issuer as the SAML plugin says; NameID Property Mapping: the one of the user name. It becomes the Provider of the application.',
    }),
  ],
  notes: [
    'It reads ServiceProviderConfig first, and without patch.supported, filter.supported and bulk.maxOperations uses neither PATCH nor filters.',
    'A full synchronisation runs once an hour; changes are sent at once.',
    'It deletes users and groups that are deleted there.',
    'OAuth tokens, with the enterprise licence, are not for Usher: it gives out tokens of its own.',
  ],
} as const satisfies Preset;
