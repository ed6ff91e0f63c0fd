import { Alert, Anchor, Stack } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { ErasurePreview, PersonNamed } from '../../api/audit-removal.js';
import { Panel } from '../../app/panel.js';
import { useRole } from '../../auth/use-session.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { ErasePreview } from './erase-preview.js';
import { PersonForm } from './person-form.js';

const texts = t.audit.erase;

/** `/audit/erase?connection=&resourceId=` or `&userName=` */
export function EraseScreen() {
  const { may, role } = useRole();
  const [parameters] = useSearchParams();
  const [found, setFound] = useState<{ person: PersonNamed; preview: ErasurePreview }>();
  const given = {
    connection: parameters.get('connection') ?? '',
    resourceId: parameters.get('resourceId') ?? '',
    userName: parameters.get('userName') ?? '',
  };
  return (
    <AuditPage part="clear" title={texts.title} lead={texts.lead}>
      <Stack gap="md" maw={760}>
        <Anchor component={Link} to="/audit/clear" size="sm">
          {t.audit.parts.clear}
        </Anchor>
        {!may('administrator') && (
          <Alert color="gray" variant="light">
            {t.common.role.needs('administrator', role)}
          </Alert>
        )}
        <Panel title={found ? texts.goes : texts.title}>
          {found ? (
            <ErasePreview {...found} onAgain={() => setFound(undefined)} />
          ) : (
            <PersonForm given={given} onFound={(person, preview) => setFound({ person, preview })} />
          )}
        </Panel>
      </Stack>
    </AuditPage>
  );
}
