import { cyberark } from './cyberark.js';
import type { Preset } from './preset.js';

const SOURCES = [
  'https://developer.centrify.com/docs/configuring-your-app-in-the-admin-portal-for-automatic-provisioning-using-scim',
];

/** The product became Idaptive in 2019 and CyberArk Identity in 2020; its console and its requests stayed. */
export const centrify = {
  ...cyberark,
  id: 'centrify',
  name: 'Centrify, Idaptive',
  aliases: ['Centrify Identity Service', 'Idaptive Next-Gen Access'],
  cases: cyberark.cases.map((setup) => ({ ...setup, sources: SOURCES })),
  notes: ['Sold as CyberArk Identity today; choose that preset for a tenant of CyberArk.', ...cyberark.notes],
} as const satisfies Preset;
