import type { NextStep, Operation } from '@usher/provisioning';

type Send = (operation: Operation) => Promise<NextStep>;

/**
 * Somebody whom the directory deleted and made anew, under another id, finds the account of before: when what is wanted
 * belongs to a user who is gone for good, the same is sent once more, with leave to succeed that one.
 *
 * @param isGone whether the directory has deleted the user of this SCIM id
 */
export function succeeding(send: Send, isGone: (scimId: string) => Promise<boolean>): Send {
  return async (operation) => {
    const step = await send(operation);
    const holder = step.kind === 'rejected' || step.kind === 'transient' ? step.holder : undefined;
    if (holder === undefined || operation.op !== 'upsert' || operation.match === undefined) return step;
    return (await isGone(holder)) ? send({ ...operation, succeeds: holder }) : step;
  };
}
