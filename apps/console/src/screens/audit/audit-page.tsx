import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Page } from '../../app/page.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';

const PARTS = ['entries', 'exports', 'verify', 'policies', 'streams', 'clear'] as const;
export type AuditPart = (typeof PARTS)[number];

const pathOf = (part: AuditPart): string => (part === 'entries' ? '/audit' : `/audit/${part}`);

interface AuditPageProps {
  part: AuditPart;
  title?: string;
  lead?: ReactNode;
  /** The search, which goes along to parts that are about it. */
  address?: string;
  children: ReactNode;
}

/** The frame of each part of the audit, with the way to the others. */
export function AuditPage({ part, title, lead, address = '', children }: AuditPageProps) {
  return (
    <Page title={title ?? t.audit.title} lead={lead ?? t.audit.lead}>
      <nav aria-label={t.audit.parts.label} className={classes.parts}>
        {PARTS.map((each) => (
          <Link
            key={each}
            to={`${pathOf(each)}${each === 'clear' || each === 'entries' ? address : ''}`}
            className={classes.part}
            aria-current={each === part ? 'page' : undefined}
          >
            {t.audit.parts[each]}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  );
}
