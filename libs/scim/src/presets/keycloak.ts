import type { Preset, SetupCase } from './preset.js';
import { togetherWithSaml } from './saml.js';

const provisioning: SetupCase = {
  id: 'provisioning',
  title: 'Extension keycloak-scim (mitodl, libre.sh)',
  steps: [
    { text: "Put the extension's jar into providers/ of Keycloak and build and start it anew." },
    { text: 'Realm settings → Events → Event listeners: add scim.' },
    {
      text: 'User federation → Add provider → scim: Auth mode BEARER.',
      fields: [
        { label: 'SCIM 2.0 endpoint', value: '{baseUrl}' },
        { label: 'Endpoint content type', value: 'application/scim+json' },
        { label: 'Bearer token', value: '{token}' },
      ],
    },
    { text: 'Enable refresh during sync, and a periodic sync; then Sync all users.' },
  ],
  sources: ['https://github.com/mitodl/keycloak-scim'],
  verified: '2026-11-24',
};

export const keycloak = {
  id: 'keycloak',
  name: 'Keycloak',
  aliases: ['Red Hat build of Keycloak'],
  needs: {
    stringBooleans: ['sequences/keycloak/users-by-patch'],
  },
  habits: 'unknown',
  matching:
    'its own list of the ids that answers gave; a user who is there already by another way is a conflict, unless the import finds him by userName or e-mail',
  switches: {
    create: 'Events → Event listeners: scim',
    update: 'the same',
    deactivate: 'the same: active goes along with each update',
    groups: 'the same',
  },
  cases: [
    provisioning,
    togetherWithSaml(provisioning, {
      text: 'Clients → Create client of type SAML for the site, with entity ID and ACS URL as the SAML plugin says: Name ID format username, Force name ID format on.',
    }),
  ],
  notes: [
    'Keycloak has no SCIM client of its own: its SCIM support, and scim-for-keycloak, are servers. Extensions make it a client; this one is the one whose source was read. Its labels differ between releases.',
    'Leave the import action at Nothing: "Delete remote" deletes people whom Keycloak does not know.',
    "It sends requests from within Keycloak's own transactions and gives up after ten tries; the periodic sync makes up for what was lost.",
    'Members of a group may name a user by an id that was never sent; Usher keeps such members for later.',
  ],
} as const satisfies Preset;
