/** The screen People. */
export const people = {
  title: 'People',
  lead: 'Everybody whom the identity providers know, and what each site has of them.',
} as const;
