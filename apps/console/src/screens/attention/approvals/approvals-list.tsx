import { useTargets } from '../../../api/targets.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import type { ListProps } from '../attention-screen.js';
import { SiteDepartures } from './site-departures.js';

/** Held departures, site by site: a word is for those of one site. */
export function ApprovalsList({ brief }: ListProps) {
  const { data, error, refetch } = useTargets();
  if (data === undefined)
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  return data
    .filter(({ work }) => work.held > 0)
    .map(({ id, name, work }) => <SiteDepartures key={id} site={{ id, name }} held={work.held} brief={brief} />);
}
