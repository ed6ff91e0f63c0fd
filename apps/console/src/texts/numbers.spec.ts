import { t } from './en.js';

const { targets, targetSettings, targetDraft, audit, attention, setup, people } = t;

/** Sentences whose verbs and pronouns go with a number. */
const SENTENCES: [said: string, right: string][] = [
  [targets.drift.dismissed(1), '1 difference is left as it is, and not reported again while it stays so.'],
  [targets.drift.dismissed(2), '2 differences are left as they are, and not reported again while they stay so.'],
  [targets.make.connected(1), 'The site is connected. 1 person is brought to it.'],
  [targets.make.connected(2), 'The site is connected. 2 people are brought to it.'],
  [targetSettings.connection.saved(1), 'Saved. 1 person is brought to the site once more.'],
  [targetDraft.review.saved(3, 1), 'Saved as version 3. 1 person is brought to the site once more.'],
  [targetDraft.bar.changes(1), '1 change, and it can be saved.'],
  [targetDraft.bar.changes(2), '2 changes, and they can be saved.'],
  [
    targetSettings.remove.stays(1),
    '1 account stays in WordPress as it is, with its content. So do the plugin and the audit.',
  ],
  [audit.verify.intactLead(1, 1), '1 entry is as it was recorded.'],
  [audit.verify.intactLead(2, 1), '2 entries in 1 chain are as they were recorded.'],
  [audit.streams.removeBehind(1), '1 entry that has not arrived will not.'],
  [attention.told.replayed(1), '1 person is tried again.'],
  [attention.deadLetters.group(1, true), '1 person and more'],
  [attention.approvals.tally.deactivate(1), '1 account is shut at once; its content stays.'],
  [attention.tokens.unusedDo(2), 'Enter them in the identity provider, or revoke them.'],
  [setup.live.skipped(1), '1 request before it is not shown one by one.'],
  [people.groups.memberCount(1), '1 member'],
];

it.each(SENTENCES)('%s', (said, right) => {
  expect(said).toBe(right);
});
