import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'SCIM outbound provisioning of a web application',
  steps: [
    {
      text: 'Identity Administration → Apps & Widgets → Web Apps: open or add the SAML application, and deploy it to a role.',
    },
    { text: 'Provisioning: tick Enable provisioning for this application; Yes; choose Live Mode.' },
    {
      text: 'Enter the SCIM server: Authorization Type Authorization Header, Header Type Bearer Token.',
      fields: [
        { label: 'SCIM Service URL', value: '{baseUrl}' },
        { label: 'Bearer Token', value: '{token}' },
      ],
    },
    { text: 'Verify; Role Mappings: add the roles to provision; Save; start a synchronisation.' },
  ],
  sources: [
    'https://docs.cyberark.com/Idaptive/Latest/en/Content/Developer/scim-management/scim-outbound-provisioning.htm',
    'https://identity-developer.cyberark.com/docs/for-more-information-about-scim-provisioning-redirected',
    'https://developer.centrify.com/docs/configuring-your-app-in-the-admin-portal-for-automatic-provisioning-using-scim',
  ],
  verified: '2026-11-24',
};

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
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'The SAML application → Account Mapping: the directory field that is sent as userName; SAML Response: NameID is LoginUser.Username.',
    }),
  ],
  notes: [
    'It reads ServiceProviderConfig, ResourceTypes/User, ResourceTypes/Group and Schemas first, changes users by PUT and groups by PATCH.',
    'Which requests it sends is documented, their bodies are not; so no leniency is refused.',
    'Labels below Authorization Type are known from practice.',
  ],
} as const satisfies Preset;
