import { Table, Text } from '@mantine/core';
import { t } from '../texts/en.js';
import classes from './changes-table.module.css';

export interface Change {
  path: string;
  before?: unknown;
  after?: unknown;
}

/** What is scrolled must be reached by the keyboard. */
const REACHED = { viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t.common.scrollable } };

/** What an act changed: each attribute before and after. */
export function ChangesTable({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t.common.changes.nothing}
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={420} scrollAreaProps={REACHED}>
      <Table verticalSpacing="xs" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t.common.changes.attribute}</Table.Th>
            <Table.Th>{t.common.changes.before}</Table.Th>
            <Table.Th>{t.common.changes.after}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ path, before, after }) => (
            <Table.Tr key={path}>
              <Table.Th scope="row" fw={500}>
                {path}
              </Table.Th>
              <Table.Td>
                <Value value={before} kind="before" />
              </Table.Td>
              <Table.Td>
                <Value value={after} kind="after" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ value, kind }: { value: unknown; kind: 'before' | 'after' }) {
  if (value === undefined || value === null || value === '')
    return (
      <Text span size="xs" c="dimmed">
        {t.common.changes.absent}
      </Text>
    );
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return kind === 'before' ? <del className={classes.before}>{text}</del> : <ins className={classes.after}>{text}</ins>;
}
