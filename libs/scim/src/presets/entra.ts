import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Non-gallery application',
  steps: [
    {
      text: 'In the Microsoft Entra admin center: Enterprise applications → New application → Create your own application; "Integrate any other application you don\'t find in the gallery".',
    },
    {
      text: 'In the application: Provisioning → New configuration.',
      fields: [
        { label: 'Tenant URL', value: '{baseUrl}' },
        { label: 'Secret Token', value: '{token}' },
      ],
    },
    { text: 'Test Connection, then Create.' },
    { text: 'Users and groups: assign whom to provision.' },
    { text: 'Attribute mapping: go through users and groups; the Matching property finds accounts again.' },
    { text: 'Provision on-demand one person to try it, then Overview → Start provisioning.' },
  ],
  sources: ['https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups'],
  verified: '2026-11-24',
};

export const entra = {
  id: 'entra',
  name: 'Microsoft Entra ID',
  aliases: ['Azure AD', 'Azure Active Directory'],
  needs: {
    stringBooleans: ['fixtures/entra/deactivate', 'fixtures/entra/roles', 'sequences/entra/users'],
    verbCase: ['fixtures/entra/deactivate', 'sequences/entra/users'],
    bareValues: ['fixtures/entra/manager', 'sequences/entra/users'],
    packedRoles: ['fixtures/entra/roles', 'sequences/entra/users'],
    wrappedValues: ['fixtures/entra/wrapped'],
    removeByValue: ['fixtures/entra/member-removed', 'sequences/entra/groups'],
    dottedKeys: ['fixtures/entra/pathless', 'sequences/entra/users-with-flag'],
    createOnNoMatch: ['fixtures/entra/work-email', 'sequences/entra/users'],
    unquotedValues: ['sequences/entra/users'],
    filteredSubs: ['fixtures/entra/find-by-email', 'sequences/entra/users'],
    foreignPaths: ['fixtures/entra/custom-extension', 'sequences/entra/users'],
  },
  habits: 'known',
  matching: 'userName; or externalId or emails[type eq "work"].value, as the Matching property of the mapping says',
  switches: {
    create: 'Attribute mapping → users: Create',
    update: 'Attribute mapping → users: Update',
    deactivate: 'Attribute mapping → users: Delete',
    groups: 'Attribute mapping → groups: enabled',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'In the application: Single sign-on → SAML → Attributes & Claims → Unique User Identifier (Name ID): the source attribute that the attribute mapping of provisioning has for userName, which is this one unless you change it.',
      fields: [{ label: 'Source attribute', value: 'user.userprincipalname' }],
    }),
  ],
  notes: [
    'A cycle runs every 40 minutes.',
    'Who is unassigned or deleted is set inactive; DELETE comes only when the user is deleted for good, by hand or 30 days later.',
    'Groups come with their direct members only; group names must differ from each other.',
    'Leave Secret Token empty, and Entra ID sends a token of its own, which Usher refuses.',
    '{baseUrl}?aadOptscim062020 as Tenant URL makes its PATCH requests follow the RFC, not with provisioning on demand. Usher understands both.',
    'Schema discovery does not happen for non-gallery applications: add attributes by hand.',
    'The switches Create, Update and Delete are known from practice; the page compared does not name them.',
  ],
} as const satisfies Preset;
