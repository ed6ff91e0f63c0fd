import { Alert, Anchor, Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { isEmptySearch } from '../../api/audit-filter.js';
import { useClearPreview } from '../../api/audit-removal.js';
import { Panel } from '../../app/panel.js';
import { useRole } from '../../auth/use-session.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { ClearForm } from './clear-form.js';
import { SearchChips } from './search-chips.js';
import { type UsedSearch, useSearch } from './use-search.js';

const texts = t.audit.clear;
const NOTHING = {};

/** `/audit/clear`, with the search as `/audit` has it */
export function ClearScreen() {
  const { may, role } = useRole();
  const used = useSearch();
  const mayClear = may('administrator');
  return (
    <AuditPage part="clear" lead={texts.lead} address={used.address}>
      <Stack gap="md" maw={760}>
        {!mayClear && (
          <Alert color="gray" variant="light">
            {t.common.role.needs('administrator', role)}
          </Alert>
        )}
        <Clearing key={used.address} used={used} enabled={mayClear} />
        <Panel title={t.audit.erase.title}>
          <Text size="sm" c="dimmed" mb="sm">
            {t.audit.erase.lead}
          </Text>
          <Button component={Link} to="/audit/erase" variant="default">
            {t.audit.erase.begin}
          </Button>
        </Panel>
      </Stack>
    </AuditPage>
  );
}

function Clearing({ used, enabled }: { used: UsedSearch; enabled: boolean }) {
  const hasSearch = !isEmptySearch(used.search);
  const [scope, setScope] = useState<'these' | 'all'>(hasSearch ? 'these' : 'all');
  const filter = scope === 'all' ? NOTHING : used.filter;
  const preview = useClearPreview(filter, enabled);
  return (
    <Panel title={texts.title}>
      <Stack gap="md">
        <Radio.Group label={texts.which} value={scope} onChange={(value) => setScope(value as 'these' | 'all')}>
          <Stack gap="xs" mt={6}>
            <Radio value="these" label={texts.scope.these} disabled={!hasSearch} />
            <Radio value="all" label={texts.scope.all} />
          </Stack>
        </Radio.Group>
        {scope === 'these' && <SearchChips search={used.search} />}
        <Group gap="md">
          <Anchor component={Link} to={`/audit${used.address}`} size="sm">
            {hasSearch ? texts.change : texts.choose}
          </Anchor>
        </Group>
        {preview.error && !preview.isFetching ? (
          <Failed error={preview.error} title={texts.previewFailed} onRetry={() => void preview.refetch()} />
        ) : preview.data ? (
          <ClearForm
            key={preview.data.confirmation}
            preview={preview.data}
            filter={filter}
            onAgain={() => void preview.refetch()}
          />
        ) : (
          enabled && <Loading lines={3} />
        )}
      </Stack>
    </Panel>
  );
}
