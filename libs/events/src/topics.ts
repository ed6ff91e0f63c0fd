/** The event log's topics. The version in the name is the version of the schema of what it carries. */
export const TOPICS = {
  /** The whole wanted state of one user; key `<connection>:<user id>`. */
  users: 'usher.users.v1',
  /** The express: deactivations and deletions again, drained before {@link TOPICS.users}. */
  leavers: 'usher.leavers.v1',
  groups: 'usher.groups.v1',
  /** What a target did with a user event. */
  outcomes: 'usher.outcomes.v1',
  /** Operator and access events: token made, mapping changed, refused request. */
  operations: 'usher.operations.v1',
  /** What all targets did with an event that the identity provider waits for; key `<connection>:<user id>`. */
  settlements: 'usher.settlements.v1',
  /** Accounts of a site that are to be brought into the directory; key `<connection>:<target>/<account>`. */
  accounts: 'usher.accounts.v1',
  deadLetters: 'usher.dead-letters.v1',
} as const;

export type Topic = (typeof TOPICS)[keyof typeof TOPICS];

export const ALL_TOPICS: readonly Topic[] = Object.values(TOPICS);
