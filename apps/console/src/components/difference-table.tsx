import { Text } from '@mantine/core';
import { t } from '../texts/en.js';
import classes from './difference-table.module.css';

const texts = t.targets.drift;

interface DifferenceTableProps {
  differences: readonly { group: string; path: string; wanted: unknown; found: unknown; note?: string | null }[];
  /** Whose they are. */
  label: string;
}

/** Values as the directory has them beside those of WordPress. */
export function DifferenceTable({ differences, label }: DifferenceTableProps) {
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{texts.what}</th>
          <th scope="col">{texts.wanted}</th>
          <th scope="col">{texts.is}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ group, path, wanted, found, note }) => (
          <tr key={path}>
            <th scope="row">
              {path === 'account' ? (texts.groups[group as keyof typeof texts.groups] ?? group) : path}
              {note && (
                <Text size="xs" c="dimmed">
                  {note}
                </Text>
              )}
            </th>
            <td>{textOf(wanted)}</td>
            <td>{textOf(found)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return t.common.changes.absent;
  if (Array.isArray(value)) return value.length === 0 ? t.common.changes.absent : value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
