import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Provisioning alone',
  steps: [
    { text: 'Apps → Add Application → Provisioning: SCIM Server (Destination); a display name; Save.' },
    {
      text: 'Enter the Authorization Configuration.',
      fields: [
        { label: 'SCIM Base URL', value: '{baseUrl}' },
        { label: 'Bearer Token', value: '{token}' },
      ],
    },
    { text: 'Test Connection, then Save & Next.' },
    {
      text: 'Attributes Mapping → Users: map userName, name.givenName, name.familyName, emails[type eq "work"].value, displayName and active, which are required; Groups: map displayName.',
    },
    { text: 'miniOrange to SCIM Server (Destination): switch on create, update, deprovision, groups. Save.' },
    { text: 'Policies → Add Policy: choose the application and the group whose people are provisioned.' },
  ],
  sources: [
    'https://www.miniorange.com/iam/content-library/admin-docs/how-to-add-scim-server-app',
    'https://www.miniorange.com/iam/configuring-miniorange-scim-server-application',
  ],
  verified: '2026-11-24',
};

export const miniorange = {
  id: 'miniorange',
  name: 'miniOrange',
  aliases: ['Xecurify'],
  needs: {},
  habits: 'unknown',
  matching: null,
  switches: {
    create: 'miniOrange to SCIM Server (Destination): create users',
    update: 'the same: update users',
    deactivate: 'the same: deactivate or delete users',
    groups: 'Add/Remove Group membership of User',
  },
  cases: [
    provisioning,
    togetherWithSaml(
      { ...provisioning, sources: ['https://plugins.miniorange.com/wordpress-scim-user-provisioning'] },
      {
        text: 'Apps → Add Application → SAML: the application for the sign-on of the site, with entity ID and ACS URL as its SAML plugin says. NameID is the value that is mapped to userName, or to the work e-mail.',
      },
    ),
  ],
  notes: [
    'Whether it deactivates or deletes depends on what is switched on there.',
    'Exact labels of the switches and its requests are not documented; so no leniency is refused.',
  ],
} as const satisfies Preset;
