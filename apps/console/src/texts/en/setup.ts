/** The screen Set up. */
export const setup = {
  title: 'Set up',
  lead: 'The identity providers that are connected.',
} as const;
