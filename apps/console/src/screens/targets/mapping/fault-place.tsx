import { excerpt } from '../draft/faults.js';
import classes from './fault-place.module.css';

/** The text around the place that is wrong, with the place marked. The words beside it say which character. */
export function FaultPlace({ text, position }: { text: string; position: number }) {
  const { before, at, after } = excerpt(text, position);
  return (
    <code className={classes.place} aria-hidden="true">
      {before}
      <mark className={classes.mark}>{at}</mark>
      {after}
    </code>
  );
}
