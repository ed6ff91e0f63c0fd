import type { SetupCase, SetupStep } from './preset.js';

const MAPPING = { to: 'meta.saml_name_id', from: { path: 'externalId' } };
const MATCHING = { by: 'meta', key: 'saml_name_id', from: { path: 'externalId' } };

const AT_THE_SITE: readonly SetupStep[] = [
  {
    text: "In the site's SAML plugin: let NameID be the login of the account (or its e-mail address, when that is what is sent), and let the plugin neither make accounts nor overwrite them; Usher does that.",
  },
  {
    text: 'Only if NameID is a value that is neither the login nor the e-mail address: in the settings of the site in Usher, write that value into the usermeta in which the SAML plugin looks for it, and put the same key first in the matching. Replace saml_name_id by the key of the plugin, and externalId by the attribute that has the value.',
    fields: [
      { label: 'mapping', value: JSON.stringify(MAPPING) },
      { label: 'matching', value: JSON.stringify(MATCHING) },
    ],
  },
];

/**
 * The same provisioning beside sign-on by SAML: who signs on and who is provisioned must be one account of WordPress.
 *
 * @param nameId how the identity provider is told to send as NameID what it sends as userName
 */
export function togetherWithSaml({ steps, sources }: SetupCase, ...nameId: readonly SetupStep[]): SetupCase {
  return {
    id: 'saml',
    title: 'Together with SAML sign-on',
    // The first step makes the application.
    steps: [...steps.slice(0, 1), ...nameId, ...steps.slice(1), ...AT_THE_SITE],
    sources,
    // What belongs to SAML is known from practice.
    verified: null,
  };
}
