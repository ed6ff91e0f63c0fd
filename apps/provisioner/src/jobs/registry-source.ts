import type { Target } from '../targets/target.js';
import type { JobTarget, TargetSource } from './target-source.js';

type Registered = Pick<Target, 'id' | 'name' | 'siteUrl' | 'policy' | 'gate'> &
  Pick<JobTarget, 'connection' | 'paused' | 'site'>;

export interface Registry {
  find(id: string): Registered | undefined;
  all(): readonly Registered[];
}

/** The targets of the registry as jobs see them. */
export class RegistrySource implements TargetSource {
  constructor(private readonly registry: Registry) {}

  find(id: string): JobTarget | undefined {
    const target = this.registry.find(id);
    return target === undefined ? undefined : view(target);
  }

  all(): readonly JobTarget[] {
    return this.registry.all().map(view);
  }
}

function view(target: Registered): JobTarget {
  const { id, name, siteUrl, connection, paused, policy, site, gate } = target;
  const multisite = gate.report().lastStatus?.wordpress.multisite ?? null;
  return { id, name, siteUrl, connection, paused, policy, site, multisite };
}
