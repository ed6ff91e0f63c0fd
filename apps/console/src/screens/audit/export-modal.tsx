import { Anchor, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Total } from '../../api/audit-entries.js';
import { type ExportFormat, useExport } from '../../api/audit-exports.js';
import { Failed } from '../../components/failed.js';
import { IconDownload } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import { SearchChips } from './search-chips.js';
import { totalWords } from './total-words.js';
import type { UsedSearch } from './use-search.js';

const texts = t.audit.exports;

interface ExportModalProps {
  opened: boolean;
  onClose: () => void;
  used: UsedSearch;
  total: Total | undefined;
}

/** A file of all that is looked for. */
export function ExportModal(props: ExportModalProps) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={texts.title}>
      <Form {...props} />
    </Modal>
  );
}

function Form({ onClose, used, total }: ExportModalProps) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const order = useExport();
  return (
    <Stack gap="md">
      <div>
        <Text size="sm">{total === undefined ? texts.all : texts.lead(totalWords(total))}</Text>
        <SearchChips search={used.search} />
      </div>
      <Radio.Group label={texts.format} value={format} onChange={(value) => setFormat(value as ExportFormat)}>
        <Stack gap="xs" mt={6}>
          <Radio value="csv" label={texts.formats.csv} description={texts.formatHints.csv} />
          <Radio value="ndjson" label={texts.formats.ndjson} description={texts.formatHints.ndjson} />
        </Stack>
      </Radio.Group>
      {order.error && <Failed error={order.error} title={t.common.failed.refused} />}
      {order.isSuccess && (
        <Text size="sm" role="status">
          {texts.begun}{' '}
          <Anchor component={Link} to="/audit/exports" inherit>
            {texts.toList}
          </Anchor>
        </Text>
      )}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          {order.isSuccess ? t.common.close : t.common.cancel}
        </Button>
        <Button
          loading={order.isPending}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => order.mutate({ format, filter: used.filter })}
        >
          {order.isSuccess ? texts.again : texts.download}
        </Button>
      </Group>
    </Stack>
  );
}
