import type { Preset } from './preset.js';

export const cyberark = {
  id: 'cyberark',
  name: 'CyberArk Identity',
  aliases: ['Idaptive'],
  needs: {},
  habits: 'unknown',
  matching: 'userName',
  switches: {
    create: 'Enable provisioning for this application, Live Mode',
    update: 'the same',
    deactivate: 'the same: what becomes of users who lose the application is chosen there',
    groups: 'Role Mappings, with a destination group',
  },
  cases: [
    {
      title: 'SCIM outbound provisioning of a web application',
      steps: [
        { text: 'Identity Administration → Apps & Widgets → Web Apps: the SAML application, deployed to a role.' },
        { text: 'Provisioning: Enable provisioning for this application; Yes; Live Mode.' },
        {
          text: 'The SCIM server.',
          fields: [
            { label: 'SCIM Service URL', value: '{baseUrl}' },
            { label: 'Authorization Type', value: 'Authorization Header' },
            { label: 'Header Type', value: 'Bearer Token' },
            { label: 'Bearer Token', value: '{token}' },
          ],
        },
        { text: 'Verify; Role Mappings: the roles to provision; Save; start a synchronisation.' },
      ],
      sources: [
        'https://docs.cyberark.com/Idaptive/Latest/en/Content/Developer/scim-management/scim-outbound-provisioning.htm',
        'https://identity-developer.cyberark.com/docs/for-more-information-about-scim-provisioning-redirected',
        'https://developer.centrify.com/docs/configuring-your-app-in-the-admin-portal-for-automatic-provisioning-using-scim',
      ],
      verified: '2026-11-24',
    },
  ],
  notes: [
    'It reads ServiceProviderConfig, ResourceTypes/User, ResourceTypes/Group and Schemas first, changes users by PUT and groups by PATCH.',
    'Which requests it sends is documented, their bodies are not; so no leniency is refused.',
    'Labels below Authorization Type are known from practice.',
  ],
} as const satisfies Preset;
