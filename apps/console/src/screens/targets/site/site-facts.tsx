import type { SiteStatus } from '../../../api/targets.js';
import { Fact } from '../../../components/fact.js';
import { t } from '../../../texts/en.js';
import classes from './site-facts.module.css';

const texts = t.targets.make.facts;

/** What a site runs and has, by its own word. */
export function SiteFacts({ status }: { status: SiteStatus }) {
  const { wordpress, php, plugin, accounts } = status;
  // To a user without the right role a site says next to nothing.
  if (wordpress.version === '') return null;
  return (
    <dl className={classes.facts}>
      <Fact name={texts.wordpress}>
        {wordpress.version}
        {wordpress.multisite && `, ${texts.network}`}
      </Fact>
      <Fact name={texts.php}>{php.version}</Fact>
      <Fact name={texts.plugin}>{plugin.version}</Fact>
      <Fact name={texts.accounts}>{texts.accountsOf(accounts.total, accounts.linked)}</Fact>
    </dl>
  );
}
