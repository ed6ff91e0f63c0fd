import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'An application of the catalogue whose endpoint can be typed',
  steps: [
    {
      text: 'Apps → Web and mobile apps: add the SAML application of the catalogue, and switch it on for whom it is meant.',
    },
    {
      text: 'Autoprovisioning → Configure autoprovisioning.',
      fields: [
        { label: 'Access token', value: '{token}' },
        { label: 'Endpoint URL', value: '{baseUrl}' },
      ],
    },
    {
      text: 'Go through attribute mapping, provisioning scope and deprovisioning; Finish; switch Autoprovisioning to Active.',
    },
  ],
  sources: [
    'https://support.google.com/a/answer/7681608',
    'https://www.ory.com/docs/kratos/manage-identities/scim/google-workspace',
  ],
  verified: null,
};

export const google = {
  id: 'google',
  name: 'Google Workspace',
  aliases: ['G Suite', 'Google Cloud Identity'],
  needs: {},
  habits: 'unknown',
  matching: null,
  switches: {
    create: 'Autoprovisioning: Active',
    update: 'the same',
    deactivate:
      'Deprovisioning: what happens when the app is turned off for a user, and when the user is suspended or deleted',
    groups: null,
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Apps → Web and mobile apps → the application → SAML attribute mapping and Service provider details: Name ID is Basic Information > Primary email, format EMAIL; map the same to userName.',
    }),
  ],
  notes: [
    'Google Workspace has no generic SCIM client: it provisions into applications of its catalogue only, and Usher is none of them. A custom SAML application can not be provisioned.',
    'Guides of other vendors borrow an entry of the catalogue that lets the endpoint be typed; Google does not document that, and it was not tried with Usher.',
    'What works: synchronise Google with an identity provider that has a SCIM client, and connect that one.',
    'Users only, no groups, every few hours; editions differ in how many applications may be provisioned.',
  ],
} as const satisfies Preset;
