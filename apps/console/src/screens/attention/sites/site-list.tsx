import { useTargets } from '../../../api/targets.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { TroubledSite } from './troubled-site.js';

const ORDER = ['quarantined', 'paused', 'stopped'];

/** Sites that don't serve: those that need somebody first. */
export function SiteList() {
  const { data, error, refetch } = useTargets();
  if (data === undefined)
    return error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={3} />;
  const troubled = data
    .filter(({ state }) => state !== 'ready')
    .sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return (
    <ul className={classes.rows} aria-label={t.attention.kinds.sites}>
      {troubled.map((site) => (
        <li key={site.id} className={classes.row}>
          <TroubledSite site={site} />
        </li>
      ))}
    </ul>
  );
}
