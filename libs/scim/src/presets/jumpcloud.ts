import type { Preset } from './preset.js';

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
    {
      title: 'Custom SCIM Identity Management',
      steps: [
        {
          text: 'SSO Applications → Add New Application → Custom Application; choose "Export users to this app (Identity Management)", alone or with SAML.',
        },
        {
          text: 'Identity Management, service type SCIM.',
          fields: [
            { label: 'SCIM Version', value: 'SCIM 2.0' },
            { label: 'Base URL', value: '{baseUrl}' },
            { label: 'Token Key', value: '{token}' },
            { label: 'Test User Email', value: 'an address that nobody has' },
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
    },
  ],
  notes: [
    'Its test makes a real user, with the address that was typed, and a real group, and deletes both: the site may see them come and go.',
    'Updates and deactivation have no switch that its documentation names.',
    'No extension of a schema is mapped by a custom integration.',
    'Its requests are known from reports only; so no leniency is refused.',
  ],
} as const satisfies Preset;
