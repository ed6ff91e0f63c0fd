import type { Preset } from './preset.js';

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
    {
      title: 'PingOne',
      steps: [
        { text: 'Integrations → Provisioning → + → New connection → Identity Store → SCIM Outbound; a name.' },
        {
          text: 'Configure authentication.',
          fields: [
            { label: 'SCIM base URL', value: '{baseUrl}' },
            { label: 'Users resource', value: '/Users' },
            { label: 'Groups Resource', value: '/Groups' },
            { label: 'SCIM version', value: '2.0' },
            { label: 'Authentication method', value: 'OAuth 2 Bearer Token' },
            { label: 'OAuth Access Token', value: '{token}' },
            { label: 'Auth Type Header', value: 'Bearer' },
          ],
        },
        { text: 'Test Connection; switch the connection on.' },
        { text: 'New rule from PingOne to this connection: user filter, attribute mapping, then switch it on.' },
      ],
      sources: ['https://docs.pingidentity.com/pingone/integrations/p1_create_scim_connection.html'],
      verified: '2026-11-24',
    },
    {
      title: 'PingFederate with the SCIM provisioner',
      steps: [
        {
          text: 'SP connection with outbound provisioning of type SCIM.',
          fields: [
            { label: 'SCIM URL', value: '{baseUrl}' },
            { label: 'SCIM Version', value: '2.0' },
            { label: 'Authentication Methods', value: 'OAuth 2 Bearer Token' },
            { label: 'Access Token', value: '{token}' },
            { label: 'Unique User Identifier', value: 'userName' },
          ],
        },
        { text: 'Provisioning options: User Create, User Update, User Disable / Delete; Remove User Action: Disable.' },
        { text: 'A channel with the data store, its attribute mapping and source location; activate it.' },
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
