import type { Preset } from './preset.js';

export const gluu = {
  id: 'gluu',
  name: 'Gluu Server',
  aliases: ['Janssen'],
  needs: {},
  habits: 'unknown',
  matching: null,
  switches: { create: null, update: null, deactivate: null, groups: null },
  cases: [
    {
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
    },
  ],
  notes: [
    "Gluu's SCIM component is a server: nothing was found in its documentation that pushes users to another SCIM server. Vendors who list Gluu as a source don't say how.",
    'No requests are known; so no leniency is refused.',
  ],
} as const satisfies Preset;
