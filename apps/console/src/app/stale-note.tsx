import { useStale } from '../api/use-stale.js';
import { Failed } from '../components/failed.js';
import { t } from '../texts/en.js';
import classes from './shell.module.css';

/** Screens go on showing what they have while it can't be asked for again: says so, or all would seem well. */
export function StaleNote() {
  const { error, refetch } = useStale();
  if (error === undefined) return null;
  return (
    <div className={classes.stale}>
      <Failed error={error} title={t.shell.stale} onRetry={refetch} />
    </div>
  );
}
