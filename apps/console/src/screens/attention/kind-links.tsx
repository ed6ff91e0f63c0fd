import { Link } from 'react-router';
import { t } from '../../texts/en.js';
import classes from './attention.module.css';
import { type Kind, KINDS, placeOf, type Waiting } from './kinds.js';

interface KindLinksProps {
  all: Record<Kind, Waiting>;
  /** Of what waits for a person. */
  total: number;
  chosen: Kind | undefined;
}

/** Leads to each kind that there is. */
export function KindLinks({ all, total, chosen }: KindLinksProps) {
  return (
    <nav aria-label={t.attention.kindsLabel}>
      <ul className={classes.kinds}>
        <Place to="/attention" text={t.attention.all} count={total} current={chosen === undefined} />
        {KINDS.filter((kind) => all[kind].count > 0 || kind === chosen).map((kind) => (
          <Place
            key={kind}
            to={placeOf(kind)}
            text={t.attention.kinds[kind]}
            count={all[kind].count}
            current={kind === chosen}
          />
        ))}
      </ul>
    </nav>
  );
}

function Place({ to, text, count, current }: { to: string; text: string; count: number; current: boolean }) {
  return (
    <li>
      <Link to={to} className={classes.kind} aria-current={current ? 'page' : undefined}>
        {text} <span className={classes.count}>{count.toLocaleString('en')}</span>
      </Link>
    </li>
  );
}
