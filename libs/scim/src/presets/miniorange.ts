import type { Preset, SetupStep } from './preset.js';

const provisioning: readonly SetupStep[] = [
  { text: 'Apps → Add Application → Provisioning: SCIM Server (Destination); a display name; Save.' },
  {
    text: 'Authorization Configuration.',
    fields: [
      { label: 'SCIM Base URL', value: '{baseUrl}' },
      { label: 'Bearer Token', value: '{token}' },
    ],
  },
  { text: 'Test Connection, then Save & Next.' },
  {
    text: 'Attributes Mapping → Users: userName, name.givenName, name.familyName, emails[type eq "work"].value, displayName and active are required; Groups: displayName.',
  },
  { text: 'miniOrange to SCIM Server (Destination): create, update, deprovision, groups. Save.' },
  { text: 'Policies → Add Policy: the application and the group whose people are provisioned.' },
];

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
    {
      title: 'Provisioning alone',
      steps: provisioning,
      sources: [
        'https://www.miniorange.com/iam/content-library/admin-docs/how-to-add-scim-server-app',
        'https://www.miniorange.com/iam/configuring-miniorange-scim-server-application',
      ],
      verified: '2026-11-24',
    },
    {
      title: 'Together with SAML sign-on',
      steps: [
        {
          text: "Apps → Add Application → SAML: the application for the WordPress site's sign-on, as its SAML plugin says. NameID must be the value that is mapped to userName, or to the work e-mail, so that who signs on and who is provisioned is one account.",
        },
        ...provisioning,
      ],
      sources: ['https://plugins.miniorange.com/wordpress-scim-user-provisioning'],
      verified: null,
    },
  ],
  notes: [
    'With SAML: let the SAML plugin find accounts by the same attribute, and not make or overwrite them; Usher does that.',
    'Whether it deactivates or deletes depends on what is switched on there.',
    'Exact labels of the switches and its requests are not documented; so no leniency is refused.',
  ],
} as const satisfies Preset;
