/** The screen Settings. */
export const settings = {
  title: 'Settings',
  lead: 'This console, and the Usher behind it.',
} as const;
