import { LENIENCIES, type Leniency } from '../quirks/leniency.js';
import { authentik } from './authentik.js';
import { centrify } from './centrify.js';
import { cyberark } from './cyberark.js';
import { entra } from './entra.js';
import { generic } from './generic.js';
import { gluu } from './gluu.js';
import { google } from './google.js';
import { jumpcloud } from './jumpcloud.js';
import { keycloak } from './keycloak.js';
import { miniorange } from './miniorange.js';
import { okta } from './okta.js';
import { onelogin } from './onelogin.js';
import { ping } from './ping.js';
import type { Preset } from './preset.js';
import { wso2 } from './wso2.js';

/** The identity providers that are known, in the order in which a person is asked. */
export const PRESETS: readonly Preset[] = [
  entra,
  okta,
  onelogin,
  jumpcloud,
  google,
  ping,
  miniorange,
  centrify,
  cyberark,
  gluu,
  wso2,
  keycloak,
  authentik,
  generic,
];

const byId = new Map(PRESETS.map((preset) => [preset.id, preset]));

/** The preset of that id; the generic one for an id that isn't known. */
export function presetOf(id: string): Preset {
  return byId.get(id) ?? generic;
}

/** The leniencies of a connection to that identity provider: all of them unless its habits are known. */
export function lenienciesOf({ habits, needs }: Preset): readonly Leniency[] {
  return habits === 'unknown' ? LENIENCIES : LENIENCIES.filter((leniency) => needs[leniency] !== undefined);
}
