import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'PingOne',
  steps: [
    { text: 'Integrations → Provisioning → + → New connection → Identity Store → SCIM Outbound; a name.' },
    {
      text: 'Configure authentication: SCIM version 2.0, Authentication method OAuth 2 Bearer Token, Auth Type Header Bearer.',
      fields: [
        { label: 'SCIM base URL', value: '{baseUrl}' },
        { label: 'Users resource', value: '/Users' },
        { label: 'Groups Resource', value: '/Groups' },
        { label: 'OAuth Access Token', value: '{token}' },
      ],
    },
    { text: 'Test Connection; switch the connection on.' },
    { text: 'Make a new rule from PingOne to this connection: user filter, attribute mapping, then switch it on.' },
  ],
  sources: ['https://docs.pingidentity.com/pingone/integrations/p1_create_scim_connection.html'],
  verified: '2026-11-24',
};

export const ping = {
  id: 'ping',
  name: 'Ping Identity (PingOne, PingFederate)',
  aliases: ['PingOne', 'PingFederate'],
  needs: {},
  habits: 'unknown',
  matching: 'userName; in PingFederate workEmail instead, which asks for emails eq',
  switches: {
    create: 'User Create',
    update: 'User Update',
    deactivate: 'User Disable / Delete, with Remove User Action: Disable',
    groups: 'PingOne: a rule with groups; PingFederate: group provisioning of the channel',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Applications → the SAML application for the site → Attribute Mappings: map saml_subject to the attribute that the provisioning rule maps to userName (in PingFederate: SAML_SUBJECT in the attribute contract of the SP connection).',
    }),
    {
      id: 'pingfederate',
      title: 'PingFederate with the SCIM provisioner',
      steps: [
        {
          text: 'Make an SP connection with outbound provisioning of type SCIM: SCIM Version 2.0, Authentication Methods OAuth 2 Bearer Token.',
          fields: [
            { label: 'SCIM URL', value: '{baseUrl}' },
            { label: 'Access Token', value: '{token}' },
            { label: 'Unique User Identifier', value: 'userName' },
          ],
        },
        {
          text: 'Provisioning options: tick User Create, User Update, User Disable / Delete; Remove User Action: Disable.',
        },
        { text: 'Make a channel with the data store, its attribute mapping and source location; activate it.' },
      ],
      sources: [
        'https://docs.pingidentity.com/integrations/scim/setup/pf_scim_connector_scim_connector_settings_reference.html',
        'https://docs.pingidentity.com/integrations/scim/pf_scim_connector_user_and_group_management.html',
      ],
      verified: '2026-11-24',
    },
  ],
  notes: [
    'The requests themselves are documented nowhere that we found, except for the filters userName eq and emails eq; so no leniency is refused.',
    'PingFederate: to change the Unique User Identifier, the connection must be made anew.',
  ],
} as const satisfies Preset;
