import type { GateReport } from '../safety/site-gate.js';
import type { Definition } from '../targets/definition.js';
import type { Target } from '../targets/target.js';
import type { WorkCounts } from '../work/work-queue.js';

/** A site as an operator sees it in a list; never its application password. */
export interface TargetView extends GateReport {
  id: string;
  name: string;
  siteUrl: string;
  /** Whose users it gets; `*`: those of every connection. */
  connection: string;
  /** `environment`: address and credentials are in the provisioner's environment, and can't be changed here. */
  managedBy: 'environment' | 'operator';
  /** Grows with every edit. */
  version: number;
  /** By an operator. */
  paused: boolean;
  createdAt: Date;
  updatedAt: Date;
}

/** What there is to do in a site, and what was done last. */
export interface TargetLoad {
  /** Changes of users that wait for the site, that failed and are tried again, that wait for approval, or for their day. */
  work: WorkCounts;
  /** When an outcome of the site was recorded last; null: none ever was. A few seconds late when another process did it. */
  lastOutcomeAt: Date | null;
  /** The same of those that succeeded. */
  lastSuccessAt: Date | null;
}

export type TargetSummary = TargetView & TargetLoad;

export interface TargetDetails extends TargetSummary {
  /** Login of Usher's own user in the site; null: nobody has given one. */
  username: string | null;
  settings: object;
  /** What is good to know of the settings. */
  notes: string[];
}

export function targetView(target: Target, definition: Definition): TargetView {
  const { row, byEnvironment, siteUrl } = definition;
  const { id, name, connection, version, paused, createdAt, updatedAt } = row;
  return {
    ...{ id, name, siteUrl, connection, managedBy: byEnvironment ? 'environment' : 'operator', version, paused },
    ...{ createdAt, updatedAt },
    ...target.gate.report(),
  };
}

export function targetDetails(target: Target, definition: Definition, load: TargetLoad): TargetDetails {
  const { row, credentials, settings, notes } = definition;
  const username = credentials.ok ? credentials.username : row.username;
  return { ...targetView(target, definition), username, settings, notes, ...load };
}
