import { Button, CloseButton } from '@mantine/core';
import type { AuditSearch } from '../../api/audit-filter.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';
import { chipsOf } from './chip-words.js';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.search;

interface SearchChipsProps {
  search: AuditSearch;
  /** Without it they are to be read only. */
  onSearch?: (search: AuditSearch) => void;
}

/** What is set, each part removable. */
export function SearchChips({ search, onSearch }: SearchChipsProps) {
  const chips = chipsOf(search, useConnectionName());
  if (chips.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label={texts.chips}>
      {chips.map(({ field, words }) => (
        <li key={field} className={classes.chip}>
          <span className={classes.chipText}>{words}</span>
          {onSearch ? (
            <CloseButton
              size="xs"
              radius="xl"
              mx={3}
              aria-label={texts.remove(words)}
              onClick={() => onSearch({ ...search, [field]: undefined })}
            />
          ) : (
            <span className={classes.chipEnd} />
          )}
        </li>
      ))}
      {onSearch && chips.length > 1 && (
        <li>
          <Button size="compact-xs" variant="subtle" onClick={() => onSearch({})}>
            {texts.clear}
          </Button>
        </li>
      )}
    </ul>
  );
}
