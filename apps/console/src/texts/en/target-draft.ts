const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const people = (n: number): string => count(n, 'person', 'people');

/** How changes of a site's settings are looked at, saved, and brought together with others'. */
export const targetDraft = {
  fault: { position: (character: number) => `(at character ${character})` },
  bar: {
    unsaved: 'Not saved',
    checking: 'Checking …',
    changes: (n: number) =>
      n === 0
        ? 'This comes to the same as what is saved.'
        : `${count(n, 'change, and it', 'changes, and they')} can be saved.`,
    faults: (n: number) => count(n, 'fault', 'faults'),
    whole: 'the settings',
    review: 'Review and save',
    discard: 'Discard',
    discardTitle: 'Discard what is not saved',
    discardLead: 'The settings on the screen become those that are saved again.',
  },
  leave: {
    title: 'There are changes that are not saved',
    lead: (site: string) =>
      `The settings of “${site}” on your screen are not in force. They are kept in this browser tab for when you come back.`,
    stay: 'Stay here',
    keep: 'Leave, keep them',
    discard: 'Leave, discard them',
  },
  overtaken: {
    title: 'Somebody has saved meanwhile',
    lead: (version: number) => `This site is at version ${version} now; your changes were made from an earlier one.`,
    by: (actor: string) => `${actor},`,
    conflicts: 'You both changed these. Going on takes yours:',
    noConflict: 'You changed different things: both can stay.',
    merge: 'Put mine on top of theirs',
    theirs: 'Discard mine',
  },
  review: {
    title: 'Before it is saved',
    settings: 'What changes in the settings',
    everybody: 'What it does to everybody',
    nothing: 'Nothing differs from what is saved.',
    faulty: 'It cannot be saved yet',
    rule: (field: string) => `mapping of ${field}`,
    order: 'mapping, order',
    else: ', else ',
    goOn: 'Go on editing',
    save: 'Save',
    atOnce: 'Provision everybody as soon as it is saved',
    atOnceLead: 'Otherwise each person gets the change with their next one.',
    notAtOnce: (why: string) => `Saved, but not everybody is provisioned: ${why}`,
    saved: (version: number, queued: number) =>
      queued === 0
        ? `Saved as version ${version}.`
        : `Saved as version ${version}. ${count(queued, 'person is', 'people are')} brought to the site once more.`,
  },
  prospects: {
    looking: (n: number) => `Looking at everybody: ${people(n)} so far`,
    result: (changing: number, all: number) =>
      changing === 0
        ? `Nobody’s account would change (${people(all)} looked at).`
        : `${count(changing, 'account', 'accounts')} would change, of ${people(all)}, when each is next provisioned.`,
    again: 'Look again',
    departures: (n: number) => `${people(n)} would lose access`,
    overBudget: (most: number) =>
      `Only ${most.toLocaleString('en')} of them at once: the rest waits for approval, as the budget says.`,
    withinBudget: 'That is within the budget, so nobody has to approve it.',
    kinds: {
      create: 'Account is made',
      update: 'Account is changed',
      deactivate: 'Account is shut',
      remove_roles: 'Account loses its roles',
      delete: 'Account is deleted',
      reject: 'Refused',
      skip: 'Left alone',
      stale: 'Already newer',
      unchanged: 'Stays as it is',
    },
  },
  json: {
    open: 'Settings as JSON',
    title: 'Settings as JSON',
    lead: 'All settings as one document, as the API takes them. What you leave out is as by default. Nothing is saved yet when you take it over.',
    take: 'Take over',
  },
} as const;
