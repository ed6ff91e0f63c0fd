import { cyberark } from './cyberark.js';
import type { Preset } from './preset.js';

/** The product became Idaptive in 2019 and CyberArk Identity in 2020; its console and its requests stayed. */
export const centrify = {
  ...cyberark,
  id: 'centrify',
  name: 'Centrify, Idaptive',
  aliases: ['Centrify Identity Service', 'Idaptive Next-Gen Access'],
  cases: [
    {
      ...cyberark.cases[0],
      title: 'SCIM provisioning of a web application',
      sources: [
        'https://developer.centrify.com/docs/configuring-your-app-in-the-admin-portal-for-automatic-provisioning-using-scim',
      ],
    },
  ],
  notes: ['Sold as CyberArk Identity today; choose that preset for a tenant of CyberArk.', ...cyberark.notes],
} as const satisfies Preset;
