import type { AttributeChange, Origin } from './user-event.js';

/** Type of every event of `usher.operations.v1`; `action` says which act it was. */
export const OPERATION_EVENT_TYPE = 'operation.recorded';

/**
 * The action of the one that is a request as well: the provisioner lacks users who have accounts, and asks the ingress to
 * publish everybody once more.
 */
export const DIRECTORY_REQUEST = 'directory.request';

/** Body of the events of `usher.operations.v1`: an operator's act, or an access that was refused. */
export interface OperationEventData {
  /** Id of the connection it concerns; null when none. */
  connection: string | null;
  /** One word or dotted words: `token.create`, `target.update`, `access.refuse`. */
  action: string;
  status: 'succeeded' | 'rejected';
  /** Machine-readable reason when rejected; null when succeeded. */
  code: string | null;
  /** In words an administrator understands, without any secret. */
  detail: string;
  target: { id: string; name: string } | null;
  /** What of the user is known: of one who was refused perhaps only the name that was sent. */
  user: { id: string | null; userName: string | null; externalId: string | null } | null;
  changes: AttributeChange[];
  origin: Origin;
}
