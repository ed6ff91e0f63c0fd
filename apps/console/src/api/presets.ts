import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';

export interface SetupField {
  label: string;
  /** What goes into it; `{token}` stands for the token, which is told once only. */
  value: string;
}

export interface SetupStep {
  text: string;
  fields?: SetupField[];
}

/** One way of connecting the identity provider. */
export interface SetupCase {
  /** `provisioning`: without sign-on; `saml`: together with sign-on by SAML; others: another way of provisioning. */
  id: string;
  title: string;
  steps: SetupStep[];
  sources: string[];
  /** Date on which the steps were compared with the sources; null: they weren't. */
  verified: string | null;
}

/** How an identity provider is set up, in the words of its own console. */
export interface Preset {
  id: string;
  name: string;
  aliases: string[];
  matching: string | null;
  switches: Record<'create' | 'update' | 'deactivate' | 'groups', string | null>;
  cases: SetupCase[];
  notes: string[];
}

/** What is known of each identity provider; changes only with a version of Usher. */
export function usePresets() {
  return useQuery({
    queryKey: ['presets'],
    queryFn: ({ signal }) => api.get<{ presets: Preset[] }>('/api/presets', { signal }),
    select: ({ presets }) => presets,
    staleTime: Infinity,
  });
}
