import { t } from '../texts/en.js';
import classes from './brand.module.css';

/** The mark and the name. */
export function Brand() {
  return (
    <span className={classes.brand}>
      <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#345a92" />
        <path d="M9 8v9a7 7 0 0 0 14 0V8" fill="none" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
        <circle cx="16" cy="8.4" r="2.4" fill="#b5c9e3" />
      </svg>
      {t.shell.product}
    </span>
  );
}
