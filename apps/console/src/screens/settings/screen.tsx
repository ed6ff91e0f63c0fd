import { Anchor, Text } from '@mantine/core';
import { Page } from '../../app/page.js';
import { Panel } from '../../app/panel.js';
import { t } from '../../texts/en.js';
import { PartsPanel } from './parts-panel.js';
import classes from './settings.module.css';
import { WaysPanel } from './ways-panel.js';
import { YouPanel } from './you-panel.js';

/** Who one is here, and what stands behind the console. */
export function Component() {
  return (
    <Page title={t.settings.title} lead={t.settings.lead}>
      <div className={classes.grid}>
        <YouPanel />
        <WaysPanel />
        <PartsPanel />
        <Panel title={t.settings.api.title}>
          <Text size="sm" c="dimmed" mb="xs">
            {t.settings.api.lead}
          </Text>
          <Anchor href="/api/docs" size="sm" target="_blank">
            {t.settings.api.link}
          </Anchor>
        </Panel>
      </div>
    </Page>
  );
}
