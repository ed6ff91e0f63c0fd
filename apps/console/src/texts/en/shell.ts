/** The frame around the screens. */
export const shell = {
  product: 'Usher',
  skip: 'Skip to the content',
  navigation: 'Main navigation',
  openNavigation: 'Open the navigation',
  closeNavigation: 'Close the navigation',
  title: (screen: string) => `${screen} · Usher`,
  nav: {
    overview: 'Overview',
    setup: 'Set up',
    targets: 'Targets',
    people: 'People',
    audit: 'Audit',
    attention: 'Attention',
    settings: 'Settings',
  },
  waiting: (count: number) => `${count} waiting`,
  scheme: { label: 'Colours', light: 'Light', dark: 'Dark', auto: 'As the system has them' },
  account: (actor: string) => `Signed in as ${actor}`,
  signOut: 'Sign out',
  apiDocs: 'API description',
  lost: {
    title: 'There is no such screen',
    lead: 'The address may be mistyped, or belong to something that is gone.',
    home: 'To the overview',
  },
  stale: 'Some of what is shown here is old',
  broken: {
    title: 'This screen broke',
    lead: 'The console met something that it did not expect. Nothing in Usher was changed by that.',
    reload: 'Load it again',
  },
} as const;
