/** The screen Audit. */
export const audit = {
  title: 'Audit',
  lead: 'Who changed what, when, from where, and what became of it.',
} as const;
