import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Outbound provisioning, SCIM2 connector',
  steps: [
    { text: 'Connections → New connection: outbound provisioning, connector SCIM2.' },
    {
      text: 'Configure the connector; leave Enable Password Provisioning off.',
      fields: [
        { label: 'Username', value: 'usher' },
        { label: 'Password', value: '{token}' },
        { label: 'User Endpoint', value: '{baseUrl}/Users' },
        { label: 'Group Endpoint', value: '{baseUrl}/Groups' },
      ],
    },
    {
      text: 'Put a reverse proxy in front of Usher that turns the Basic credentials into "Authorization: Bearer {token}" (see the notes).',
    },
    { text: 'Applications → the application → Provisioning → Outbound provisioning: add the connection.' },
  ],
  sources: ['https://is.docs.wso2.com/en/7.2.0/guides/users/outbound-provisioning/outbound-connectors/scim2/'],
  verified: '2026-11-24',
};

export const wso2 = {
  id: 'wso2',
  name: 'WSO2 Identity Server',
  aliases: ['Asgardeo'],
  needs: {
    bareValues: ['sequences/wso2/users', 'sequences/wso2/groups'],
    unquotedValues: ['sequences/wso2/users'],
  },
  habits: 'unknown',
  matching: 'userName: it looks for the user before each update and deletion',
  switches: {
    create: 'the outbound provisioning connection of the application or organisation',
    update: 'the same',
    deactivate: null,
    groups: 'Group Endpoint is given',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Applications → the SAML application of the site → User Attributes → Subject: the user name, without user store and organisation.',
    }),
  ],
  notes: [
    'The connector as documented up to 7.2 knows HTTP Basic only, Usher bearer tokens only: the header must be rewritten on the way. Its source of 2026 adds OAuth 2.0 client credentials, which Usher has no endpoint for.',
    'Names of groups carry the user store: PRIMARY/editors.',
    'Its requests are known from parts of its source and log only; so no leniency is refused.',
  ],
} as const satisfies Preset;
