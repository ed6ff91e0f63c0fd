import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'A script of your own',
  steps: [
    {
      text: 'Send the changes by a script, for instance an interception script of the SCIM server for what happens to a user, with any SCIM 2.0 client library.',
      fields: [
        { label: 'base URL', value: '{baseUrl}' },
        { label: 'header Authorization', value: 'Bearer {token}' },
      ],
    },
  ],
  sources: ['https://gluu.org/components-scim/'],
  verified: null,
};

export const gluu = {
  id: 'gluu',
  name: 'Gluu Server',
  aliases: ['Janssen'],
  needs: {},
  habits: 'unknown',
  matching: null,
  switches: { create: null, update: null, deactivate: null, groups: null },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Trust relationship for the site: release as NameID the attribute that your script sends as userName.',
    }),
  ],
  notes: [
    "Gluu's SCIM component is a server: nothing was found in its documentation that pushes users to another SCIM server. Vendors who list Gluu as a source don't say how.",
    'No requests are known; so no leniency is refused.',
  ],
} as const satisfies Preset;
