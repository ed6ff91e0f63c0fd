import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'SCIM Provisioner with SAML (SCIM v2 Enterprise)',
  steps: [
    {
      text: 'Applications → Add App: search for "SCIM Provisioner", choose "SCIM Provisioner with SAML (SCIM v2 Enterprise)", Save.',
    },
    {
      text: 'Configuration: leave SCIM JSON Template as it comes.',
      fields: [
        { label: 'SCIM Base URL', value: '{baseUrl}' },
        { label: 'SCIM Bearer Token', value: '{token}' },
      ],
    },
    { text: 'API Connection: Enable, then Save.' },
    { text: 'Parameters: check scimusername, which is the user name that Usher gets.' },
    {
      text: 'Provisioning: Enable provisioning; choose which of Create user, Update user and Delete user need approval, and what happens when users are deleted or suspended.',
    },
    { text: 'Access, or Users → Applications: assign the application by role.' },
  ],
  sources: [
    'https://onelogin.service-now.com/kb?id=kb_article_view&sysparm_article=KB0013904',
    'https://developers.onelogin.com/scim/test-your-scim',
  ],
  verified: '2026-11-24',
};

export const onelogin = {
  id: 'onelogin',
  name: 'OneLogin',
  aliases: ['One Identity OneLogin'],
  needs: {
    olderSchemas: ['fixtures/onelogin/create', 'sequences/onelogin/users', 'sequences/onelogin/groups'],
    stringBooleans: ['sequences/onelogin/users-by-template'],
  },
  habits: 'unknown',
  matching: 'userName',
  switches: {
    create: 'Provisioning → Enable provisioning; Create user: with approval or without',
    update: 'Update user: with approval or without',
    deactivate: 'When users are deleted in OneLogin…: Suspend (or Delete)',
    groups: 'Parameters → Groups: Include in User Provisioning, and a rule that sets groups',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'The application is both. Configuration: enter audience and ACS URL as the SAML plugin says. Parameters: give NameID the same value as scimusername.',
    }),
  ],
  notes: [
    'What is sent for a user is the SCIM JSON Template; its URNs are those of drafts and of SCIM 1.1 in some connectors.',
    'Groups in the template would be taken for attributes of the user: leave them out, as OneLogin says.',
    'Requests carry a trailing & or ?, blanks as +, and Content-Type application/json.',
    'The names of the switches for groups are known from practice.',
    'What is typed into the template decides what comes; so no leniency is refused.',
  ],
} as const satisfies Preset;
