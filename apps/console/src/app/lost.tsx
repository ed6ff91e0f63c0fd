import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { t } from '../texts/en.js';
import { Page } from './page.js';

/** An address that no screen has. */
export function Lost() {
  return (
    <Page title={t.shell.lost.title} lead={t.shell.lost.lead}>
      <Button component={Link} to="/" variant="default">
        {t.shell.lost.home}
      </Button>
    </Page>
  );
}
