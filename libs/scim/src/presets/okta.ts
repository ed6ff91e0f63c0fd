import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'An application of your own (App Integration Wizard)',
  steps: [
    {
      text: 'Applications → Applications → Create App Integration: SWA or SAML 2.0; OpenID Connect has no SCIM. Or open the application that is there.',
    },
    { text: 'General → Edit → Provisioning: SCIM, then Save.' },
    {
      text: 'Provisioning → Integration → Edit. Tick all of Supported provisioning actions; choose Authentication Mode HTTP Header.',
      fields: [
        { label: 'SCIM connector base URL', value: '{baseUrl}' },
        { label: 'Unique identifier field for users', value: 'userName' },
        { label: 'Authorization', value: '{token}' },
      ],
    },
    { text: 'Test Connector Configuration, then Save.' },
    { text: 'Provisioning → To App → Edit: tick Create Users, Update User Attributes, Deactivate Users.' },
    {
      text: 'Assignments: assign the people and groups to provision. Push Groups: choose the groups that come as groups.',
    },
  ],
  sources: [
    'https://developer.okta.com/docs/guides/scim-provisioning-integration-connect/main/',
    'https://scim.dev/guide/applications/okta.html',
  ],
  verified: '2026-11-24',
};

export const okta = {
  id: 'okta',
  name: 'Okta',
  aliases: [],
  needs: {
    unwritableKeys: ['fixtures/okta/rename-group', 'sequences/okta/groups-catalog'],
  },
  habits: 'known',
  matching: 'userName, as "Unique identifier field for users" says',
  switches: {
    create: 'To App → Create Users',
    update: 'To App → Update User Attributes',
    deactivate: 'To App → Deactivate Users',
    groups: 'Push Groups',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'In the application with sign-on by SAML 2.0: Name ID format Unspecified, Application username Okta username. NameID and userName are then one value.',
    }),
    {
      id: 'template',
      title: 'A template of the catalogue (SCIM 2.0 Test App, Header Auth)',
      steps: [
        { text: 'Applications → Browse App Catalog: look for "SCIM 2.0", choose the template with Header Auth, Add.' },
        {
          text: 'Provisioning → Configure API Integration → Enable API Integration.',
          fields: [
            { label: 'Base URL', value: '{baseUrl}' },
            { label: 'API Token', value: 'Bearer {token}' },
          ],
        },
        { text: 'Test API Credentials, then Save.' },
        { text: 'Provisioning → To App → Edit: tick Create Users, Update User Attributes, Deactivate Users.' },
        {
          text: 'Assignments: assign the people and groups to provision. Push Groups: choose the groups that come as groups.',
        },
      ],
      sources: ['https://developer.okta.com/docs/guides/scim-provisioning-integration-connect/main/'],
      verified: null,
    },
  ],
  notes: [
    'An application of the wizard changes everything by PUT of the whole resource, deactivation and members too; one of the catalogue uses PATCH for active, passwords and groups.',
    'Okta never deletes a user; it sets active to false, and to true when the user is assigned again.',
    'It sends a random password with a new user, or its own with Sync Password; Usher drops it, or passes it on as a hash where the connection has password sync.',
    'A push of a group that was answered by 400 is not tried again; Usher keeps members who are not there yet for later.',
    'The labels of the template\'s form, "Base URL" and "API Token", are known from practice; with Header Auth the token is sent as it is typed, so that it begins with "Bearer".',
  ],
} as const satisfies Preset;
