import type { Leniency } from '../quirks/leniency.js';

/** What of an identity provider's habits the RFC doesn't allow, each with the fixtures or sequences that show it. */
export type Needs = Readonly<Partial<Record<Leniency, readonly Evidence[]>>>;

/** A file below libs/scim, without `.json`. */
export type Evidence = `fixtures/${string}` | `sequences/${string}`;

/** One field of a form: its label as the console has it, and what is pasted into it, with `{baseUrl}` and `{token}`. */
export interface SetupField {
  label: string;
  value: string;
}

/** One thing to do. What is chosen or switched is in the text; what is pasted is in the fields. */
export interface SetupStep {
  text: string;
  fields?: readonly SetupField[];
}

/** One way of connecting the identity provider. */
export interface SetupCase {
  /** `provisioning`: without sign-on; `saml`: together with sign-on by SAML; others: another way of provisioning. */
  id: string;
  title: string;
  steps: readonly SetupStep[];
  /** The vendor's documentation, or else whose. */
  sources: readonly string[];
  /** The day on which steps and labels were compared with the sources; null: they weren't, or there are none. */
  verified: string | null;
}

/** The switches, by their names in the console, that make the identity provider send something; null: none known. */
export interface Switches {
  create: string | null;
  update: string | null;
  deactivate: string | null;
  groups: string | null;
}

/** What is known of an identity provider. */
export interface Preset {
  id: string;
  name: string;
  /** Other names that it has, or had. */
  aliases: readonly string[];
  needs: Needs;
  /** Whether its requests are known well enough to refuse the leniencies that it isn't known to need. */
  habits: 'known' | 'unknown';
  /** The attribute by which it finds a user who is there already; null: not known. */
  matching: string | null;
  switches: Switches;
  cases: readonly SetupCase[];
  /** Limits and surprises. */
  notes: readonly string[];
}
