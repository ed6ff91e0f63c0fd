/** Says whether a change may go on from this revision (If-Match); null: from any. */
export type Precondition = ((revision: number) => boolean) | null;
