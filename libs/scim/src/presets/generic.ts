import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Any SCIM 2.0 client',
  steps: [
    {
      text: 'Wherever the identity provider asks for the SCIM server.',
      fields: [
        { label: 'SCIM base URL', value: '{baseUrl}' },
        { label: 'Bearer token', value: '{token}' },
      ],
    },
    { text: 'Enable creation, update and deactivation of users, and groups when roles depend on them.' },
  ],
  sources: ['https://www.rfc-editor.org/rfc/rfc7644'],
  verified: null,
};

export const generic = {
  id: 'generic',
  name: 'Any other',
  aliases: ['SCIM 2.0'],
  needs: {
    unquotedValues: ['fixtures/unattributed/find-unquoted'],
    membersByExternalId: ['fixtures/unattributed/member-by-external-id'],
  },
  habits: 'unknown',
  matching: 'userName, externalId or emails.value',
  switches: { create: null, update: null, deactivate: null, groups: null },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Make the SAML application for the site with entity ID and ACS URL as its SAML plugin says; NameID is the attribute that is sent as userName.',
    }),
  ],
  notes: [
    'Every leniency is on. A client that follows the RFC can have a strict connection instead, which refuses what the RFC does not allow.',
  ],
} as const satisfies Preset;
