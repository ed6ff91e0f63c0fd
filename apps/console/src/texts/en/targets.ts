/** The screen Targets. */
export const targets = {
  title: 'Targets',
  lead: 'The WordPress sites that are provisioned.',
} as const;
