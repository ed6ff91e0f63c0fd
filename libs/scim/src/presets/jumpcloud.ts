import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Custom SCIM Identity Management',
  steps: [
    {
      text: 'SSO Applications → Add New Application → Custom Application; choose "Export users to this app (Identity Management)", alone or with SAML.',
    },
    {
      text: 'Identity Management: service type SCIM, SCIM Version SCIM 2.0; as Test User Email type an address that nobody has.',
      fields: [
        { label: 'Base URL', value: '{baseUrl}' },
        { label: 'Token Key', value: '{token}' },
      ],
    },
    { text: 'Test Connection, then Activate, then Save.' },
    { text: 'User Groups: select the groups.' },
  ],
  sources: [
    'https://jumpcloud.com/support/provision-and-manage-users-and-groups-in-apps-using-custom-scim-identity-management-integration',
    'https://docs.byo.propelauth.com/scim/example-setup-guides/jumpcloud',
  ],
  verified: '2026-11-24',
};

export const jumpcloud = {
  id: 'jumpcloud',
  name: 'JumpCloud',
  aliases: [],
  needs: {
    removeByValue: [
      'fixtures/jumpcloud/remove-values',
      'sequences/jumpcloud/test-connection',
      'sequences/jumpcloud/users',
      'sequences/jumpcloud/groups',
    ],
  },
  habits: 'unknown',
  matching: 'userName',
  switches: {
    create: 'Activate, then User Groups: the groups whose people get the application',
    update: null,
    deactivate: null,
    groups: 'Enable management of User Groups and Group Membership in this application',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'SSO Applications → the custom application → SSO: enter entity ID and ACS URL as the SAML plugin says. SAMLSubject NameID: email, which is what it sends as userName; look at one request in Usher to be sure.',
    }),
  ],
  notes: [
    'Its test makes a real user, with the address that was typed, and a real group, and deletes both: the site may see them come and go.',
    'Updates and deactivation have no switch that its documentation names.',
    'No extension of a schema is mapped by a custom integration.',
    'Its requests are known from reports only; so no leniency is refused.',
  ],
} as const satisfies Preset;
