import {
  ATTRIBUTE_GROUPS,
  type AttributeGroup,
  nextStep,
  type NextStep,
  type Operation,
  repair,
  type SiteAccount,
} from '@usher/provisioning';
import { SiteError } from '@usher/wordpress';

/** The operation has no part in what is to be repaired: there is nothing to do and nothing to tell. */
export class NothingToRepair extends Error {
  constructor() {
    super('nothing to repair');
  }
}

/** Sends of every operation only what belongs to these groups; `find` looks at what the rest is like, to leave it so. */
export function repairing(
  groups: readonly string[],
  send: (operation: Operation) => Promise<NextStep>,
  find: () => Promise<SiteAccount | null>,
): (operation: Operation) => Promise<NextStep> {
  const wanted = new Set<AttributeGroup>(ATTRIBUTE_GROUPS.filter((group) => groups.includes(group)));
  return async (operation) => {
    let account: SiteAccount | null;
    try {
      account = await find();
    } catch (error) {
      if (error instanceof SiteError) return nextStep({ fault: error });
      throw error;
    }
    const part = repair(operation, wanted, account);
    if (part === null) throw new NothingToRepair();
    return send(part);
  };
}
