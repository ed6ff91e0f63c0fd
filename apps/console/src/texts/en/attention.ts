/** The screen Attention. */
export const attention = {
  title: 'Attention',
  lead: 'What waits for a person to decide.',
} as const;
