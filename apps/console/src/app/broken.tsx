import { Button, Text } from '@mantine/core';
import { useRouteError } from 'react-router';
import { messageOf } from '../api/api-error.js';
import { t } from '../texts/en.js';
import { Page } from './page.js';

/** In place of a screen that threw: a fault of the console, or files of a version that has been replaced meanwhile. */
export function Broken() {
  const error = useRouteError();
  return (
    <Page title={t.shell.broken.title} lead={t.shell.broken.lead}>
      <Text size="sm" c="dimmed" mb="md">
        {messageOf(error)}
      </Text>
      <Button onClick={() => location.reload()}>{t.shell.broken.reload}</Button>
    </Page>
  );
}
