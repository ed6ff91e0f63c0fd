import { ApiError } from '../../../api/api-error.js';
import type { useStanding } from '../../../api/standings.js';
import { Panel } from '../../../app/panel.js';
import { Empty } from '../../../components/empty.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import classes from './person.module.css';
import { SiteStanding } from './site-standing.js';

const texts = t.people.person;

interface SitesPanelProps {
  scimId: string;
  name: string;
  /** To the directory: only then can anything be brought to a site. */
  known: boolean;
  query: ReturnType<typeof useStanding>;
}

/** What each site has of the person. */
export function SitesPanel({ scimId, name, known, query: { data, error, refetch } }: SitesPanelProps) {
  const nowhere = data?.targets.length === 0 || (error instanceof ApiError && error.status === 404);
  return (
    <Panel title={texts.sitesTitle} flush={data !== undefined && !nowhere}>
      {nowhere ? (
        <Empty title={texts.noSites}>{texts.noSitesDo}</Empty>
      ) : data !== undefined ? (
        <ul className={classes.sites}>
          {data.targets.map((standing) => (
            <li key={standing.target.id}>
              <SiteStanding standing={standing} scimId={scimId} name={name} known={known} />
            </li>
          ))}
        </ul>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={5} />
      )}
    </Panel>
  );
}
