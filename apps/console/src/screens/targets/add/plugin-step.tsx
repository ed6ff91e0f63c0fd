import { Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { download } from '../../../api/download.js';
import { CopyField } from '../../../components/copy-field.js';
import { IconDownload } from '../../../components/icons.js';
import { tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from './plugin-step.module.css';

const texts = t.targets.make.plugin;
const COMMAND = 'php wp-content/plugins/usher-connector/bin/provision-user.php --path=. --url=https://www.example.com';

/** What is to be done in WordPress before Usher can reach it. */
export function PluginStep({ onNext }: { onNext: () => void }) {
  const [busy, setBusy] = useState(false);

  async function fetchPlugin(): Promise<void> {
    setBusy(true);
    try {
      await download('/api/targets/connector.zip', 'usher-connector.zip');
    } catch (error) {
      tellFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Stack gap="lg" maw={760}>
      <ol className={classes.steps}>
        <li>
          <Text size="sm" mb="xs">
            {texts.downloadLead}
          </Text>
          <Button
            variant="light"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={busy}
            onClick={() => void fetchPlugin()}
          >
            {texts.download}
          </Button>
        </li>
        <li>
          <Text size="sm">{texts.install}</Text>
        </li>
        <li>
          <Text size="sm">{texts.activate}</Text>
          <Text size="sm" c="dimmed">
            {texts.network}
          </Text>
        </li>
        <li>
          <Text size="sm" mb="xs">
            {texts.user}
          </Text>
          <MakeUser />
        </li>
      </ol>
      <Group justify="flex-end">
        <Button onClick={onNext}>{t.targets.make.next}</Button>
      </Group>
    </Stack>
  );
}

function MakeUser() {
  return (
    <Tabs defaultValue="screen">
      <Tabs.List mb="sm" aria-label={texts.user}>
        <Tabs.Tab value="screen">{texts.byScreen}</Tabs.Tab>
        <Tabs.Tab value="shell">{texts.byShell}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="screen">
        <ol className={classes.clicks}>
          {texts.screenSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Text size="sm" c="dimmed" mt="xs">
          {texts.https}
        </Text>
      </Tabs.Panel>
      <Tabs.Panel value="shell">
        <Text size="sm" mb="xs">
          {texts.shellLead}
        </Text>
        <CopyField label={texts.shellCommand} value={COMMAND} hideLabel />
      </Tabs.Panel>
    </Tabs>
  );
}
