/** The screen Overview. */
export const overview = {
  title: 'Overview',
  lead: 'What came in from the identity providers, and what became of it.',
} as const;
