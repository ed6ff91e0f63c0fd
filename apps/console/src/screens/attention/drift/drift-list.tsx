import { useTargets } from '../../../api/targets.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import type { ListProps } from '../attention-screen.js';
import { SiteDrift } from './site-drift.js';

/** How sites differ from the directory, site by site. */
export function DriftList({ brief }: ListProps) {
  const { data, error, refetch } = useTargets();
  if (data === undefined)
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  return data.map(({ id, name }) => <SiteDrift key={id} site={{ id, name }} brief={brief} />);
}
