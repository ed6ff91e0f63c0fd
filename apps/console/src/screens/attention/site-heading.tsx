import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTargets } from '../../api/targets.js';
import classes from './attention.module.css';

/** The part of a list that is of one site. */
export function SiteHeading({ id, children }: { id: string; children: ReactNode }) {
  return (
    <div className={classes.site}>
      <SiteLink id={id} />
      {children}
    </div>
  );
}

export function SiteLink({ id }: { id: string }) {
  const name = useSiteName();
  return (
    <Anchor component={Link} to={`/targets/${encodeURIComponent(id)}`} size="sm" fw={600} c="inherit">
      {name(id)}
    </Anchor>
  );
}

/** As a site is called; its id while that isn't known. */
export function useSiteName(): (id: string) => string {
  const { data } = useTargets();
  return (id) => data?.find((site) => site.id === id)?.name ?? id;
}
