import { Empty } from '../components/empty.js';
import { t } from '../texts/en.js';
import { Page } from './page.js';
import { Panel } from './panel.js';

/** A screen that isn't built yet. */
export function Placeholder({ title, lead }: { title: string; lead: string }) {
  return (
    <Page title={title} lead={lead}>
      <Panel>
        <Empty title={t.common.comingSoon} />
      </Panel>
    </Page>
  );
}
