const count = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const people = (n: number): string => count(n, 'person', 'people');

/** The screen Attention. */
export const attention = {
  title: 'Attention',
  lead: 'What waits for a person, what to do about it, and what would happen then.',
  kindsLabel: 'Kinds of what waits',
  all: 'All',
  waiting: (n: number) => `${count(n, 'matter waits', 'matters wait')} for you.`,
  showAll: (n: number) => `Show all ${n.toLocaleString('en')}`,
  well: {
    title: 'All is well',
    lead: 'Nobody and nothing waits for you. What needs a person shows up here by itself.',
    sites: (n: number) => (n === 1 ? 'The site serves' : `All ${n} sites serve`),
    lastDone: 'last change carried out',
    noneOf: 'Nothing of this kind waits',
    back: 'Everything that waits',
  },
  kinds: {
    sites: 'Sites in trouble',
    approvals: 'Held departures',
    ambiguous: 'Several possible accounts',
    deadLetters: 'Failed for good',
    drift: 'Differences',
    tokens: 'Tokens',
    scheduled: 'Deletions to come',
  },
  leads: {
    sites: 'Changes wait until the site serves again, and nothing is lost.',
    approvals:
      'More people leave a site at once than its budget allows. Their accounts stay open until somebody says what is to happen.',
    ambiguous:
      'The site has more than one account that could be this person’s. Usher touches none of them until you say which.',
    deadLetters:
      'A site, or its settings, refused these people. Put the cause right, then try again: the latest state is applied.',
    drift: 'Somebody changed accounts in WordPress, and it differs from what the directory says.',
    tokens: 'Without a valid token nothing of the identity provider is let in.',
    scheduled: 'These accounts are shut, and go on their day unless the person comes back before.',
  },
  /** What a button does and to whom, for those who hear one after the other. */
  act: (act: string, to: string) => `${act}: ${to}`,
  since: 'since',
  account: 'account',
  told: {
    approved: (n: number) => `${count(n, 'departure is', 'departures are')} let go.`,
    refused: (n: number) => `${count(n, 'account stays', 'accounts stay')} open.`,
    chosen: (who: string) => `${who} gets the account that you chose.`,
    replayed: (n: number) => `${count(n, 'person is', 'people are')} tried again.`,
    replayedNone: 'They are on their way already.',
    cancelled: (who: string) => `The account of ${who} stays, shut as it is.`,
    ran: (who: string) => `The account of ${who} is being deleted.`,
    current: (who: string, site: string) => `${who}: ${site} has it.`,
    gone: (who: string, site: string) => `${who} has no account in ${site} now.`,
    failed: (who: string, site: string) => `${who} failed in ${site}`,
    ambiguous: (who: string, site: string) => `${who}: somebody has to choose the account in ${site}`,
  },
  consequence: {
    nothing: 'Nothing would be done any more, by the settings as they are now.',
    deactivate: (whose: string) => `${whose} is shut at once: nobody signs in with it. Its content stays.`,
    deleteLater: (whose: string, days: number) =>
      `${whose} is shut at once, and deleted ${count(days, 'day', 'days')} later unless the person comes back.`,
    removeRoles: (whose: string) => `${whose} loses its roles in the site. Its content stays.`,
    delete: (whose: string) => `${whose} is deleted, which can’t be taken back.`,
    heir: (login: string) => `Its content goes to ${login}.`,
    heirOr: (login: string) => `Its content goes to the first of these whom the site has: ${login}.`,
    noHeir: 'Nobody is named to inherit: an account with content is not deleted then.',
    heirByRule: 'the person whom the settings name',
    account: (login: string) => `The account ${login}`,
    anAccount: 'The account, if there is one,',
  },
  approvals: {
    why: { inactive: 'Deactivated', deleted: 'Deleted in the directory', outOfScope: 'No longer belongs to the site' },
    choose: (who: string) => `Choose ${who}`,
    chooseAll: 'Choose all that are shown',
    chosen: (n: number) => `${n.toLocaleString('en')} chosen`,
    held: (n: number) => `${count(n, 'departure', 'departures')} held`,
    approve: 'Let go',
    refuse: 'Keep open',
    approveAll: (n: number) => `Let all ${n.toLocaleString('en')} go`,
    refuseAll: 'Keep all open',
    approveTitle: (who: string, site: string) => `Let ${who} go from ${site}`,
    refuseTitle: (who: string, site: string) => `Keep ${who} in ${site}`,
    people,
    all: (n: number) => `all ${people(n)}`,
    ifApproved: 'If you let go',
    tally: {
      deactivate: (n: number) =>
        `${count(n, 'account is shut at once; its', 'accounts are shut at once; their')} content stays.`,
      deleteLater: (n: number) => `${count(n, 'account is', 'accounts are')} shut at once, and deleted on a later day.`,
      removeRoles: (n: number) => `${count(n, 'account loses', 'accounts lose')} all roles in the site.`,
      delete: (n: number) => `${count(n, 'account is', 'accounts are')} deleted, which can’t be taken back.`,
      nothing: (n: number) => `For ${people(n)} nothing is to be done any more.`,
    },
    ofLoaded: (shown: number) => `Of the first ${shown.toLocaleString('en')}:`,
    budgetLead: 'They go at once, before all else, and don’t count against the budget.',
    refuseLead: (n: number) =>
      n === 1
        ? 'The account stays open, as it is. The next change of the person, or a resync, asks again.'
        : 'The accounts stay open, as they are. The next change of a person, or a resync, asks again.',
    confirmWord: (n: number) => `let ${n} go`,
  },
  ambiguous: {
    person: 'In the directory',
    candidate: (login: string) => `Account ${login}`,
    login: 'Login',
    email: 'E-mail address',
    name: 'Name',
    userName: 'User name',
    number: 'Number',
    foundBy: { login: 'Found by the login', email: 'Found by the e-mail address', meta: 'Found by its usermeta' },
    rights: 'Rights',
    administrator: 'Administrator of the site',
    ordinary: 'Ordinary account',
    same: 'the same',
    choose: 'It is this one',
    fresh: 'None of them: make a new account',
    chooseTitle: (who: string, login: string) => `${who} gets the account ${login}`,
    chooseLead: (login: string, site: string) =>
      `From now on ${login} in ${site} is kept as the directory has the person. Content and registration date stay; the other accounts are left alone.`,
    adminLead:
      'The account has rights over the site. Usher changes it only where the settings and the plugin allow that.',
    freshTitle: (who: string) => `Make a new account for ${who}`,
    freshLead: (site: string) =>
      `${site} gets one more account, and those that were found are left alone. It fails where the login or the e-mail address is taken.`,
    confirm: 'Choose it',
    confirmFresh: 'Make it',
  },
  deadLetters: {
    group: (n: number, more: boolean) => (more ? `${people(n)} and more` : people(n)),
    replay: 'Try again',
    replayAll: 'Try all of these again',
    replayTitle: (site: string) => `Try all of these again in ${site}`,
    replayLead: (n: number, more: boolean) =>
      `The latest state of ${more ? `${people(n)} and more` : people(n)} is applied once more. Who is refused again is listed here again.`,
    retrying: 'Being tried again',
    code: 'Code',
  },
  sites: {
    check: 'Check again',
    good: (site: string) => `${site} serves again.`,
    waiting: (n: number) => `${count(n, 'change waits', 'changes wait')}`,
    resume: 'Resume',
  },
  scheduled: {
    due: 'Goes',
    cancel: 'Keep it',
    run: 'Delete now',
    cancelTitle: (who: string) => `Keep the account of ${who}`,
    cancelLead: 'The account stays, shut as it is. It is deleted only when somebody asks for that in another way.',
    runTitle: (who: string) => `Delete the account of ${who} now`,
  },
  drift: {
    repair: 'Put right',
    repairAll: (n: number) => `Put all ${n.toLocaleString('en')} right`,
    dismiss: 'Leave as it is',
    stranger: 'Nobody in the directory has this account. Bring it in, delete it in WordPress, or leave it.',
    wanted: 'Directory',
    found: 'WordPress',
    asks: 'Waits for your word',
    findings: (n: number) => count(n, 'difference', 'differences'),
  },
  tokens: {
    expires: 'The first of its tokens expires',
    expiresDo: 'Make another token, enter it in the identity provider, then revoke this one.',
    unused: (n: number) =>
      n === 1 ? 'One of its tokens was never used.' : `${n.toLocaleString('en')} of its tokens were never used.`,
    unusedDo: (n: number) =>
      n === 1
        ? 'Enter it in the identity provider, or revoke it.'
        : 'Enter them in the identity provider, or revoke them.',
    soon: 'Expires soon',
    never: 'Never used',
    go: 'To the tokens',
  },
} as const;
