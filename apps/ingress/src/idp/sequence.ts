import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A conversation as an identity provider conducts it; `{{user.id}}` stands for what an earlier answer said. */
export interface Sequence {
  title: string;
  /**
   * How it is known: `recorded` from a real client, `documented` by the vendor, read in the client's `source`,
   * `reported` by others, or `assumed` from the RFC.
   */
  basis: 'recorded' | 'documented' | 'source' | 'reported' | 'assumed';
  source: string[];
  /** Sections of the RFCs that it shows. */
  sections?: string[];
  /** Of every request; those of a step come on top. */
  headers?: Record<string, string>;
  steps: Step[];
}

export interface Step {
  note: string;
  request: {
    method: string;
    /** Below the base URL, with the query, as it is sent. */
    path: string;
    headers?: Record<string, string>;
    body?: unknown;
  };
  expect: Expectation;
  /** Name -> attribute of the answer: `{"user": "id"}` makes `{{user.id}}`. */
  save?: Record<string, string>;
}

export interface Expectation {
  status: number | number[];
  /** Each header holds this text. */
  headers?: Record<string, string>;
  /** What of the body must be there; members of a list in any order. */
  body?: unknown;
  /** Attributes that must not be there; sub-attributes after a dot. */
  absent?: string[];
}

export interface NamedSequence {
  idp: string;
  name: string;
  sequence: Sequence;
}

const root = fileURLToPath(new URL('../../../../libs/scim/sequences', import.meta.url));

/** The folder of what the RFCs themselves show, which is no identity provider. */
const RFC = 'rfc';

/** The conversations of identity providers, named `<idp>/<file>`. */
export const sequences = (): NamedSequence[] => all().filter(({ idp }) => idp !== RFC);

/** What the RFCs show. */
export const rfcSequences = (): NamedSequence[] => all().filter(({ idp }) => idp === RFC);

function all(): NamedSequence[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const name = file.replace('.json', '');
      const sequence = JSON.parse(readFileSync(join(root, file), 'utf8')) as Sequence;
      return { idp: name.split('/')[0] ?? '', name, sequence };
    });
}
