import { Button, Collapse, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { type AuditSearch, FILTER_FIELDS, isLast, LAST } from '../../api/audit-filter.js';
import { Panel } from '../../app/panel.js';
import { IconChevronDown } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import { AdvancedSearch } from './advanced-search.js';
import classes from './audit.module.css';
import { OwnRange } from './own-range.js';
import { SearchBox } from './search-box.js';
import { SearchChips } from './search-chips.js';
import type { UsedSearch } from './use-search.js';

const texts = t.audit.search;
const ANY = 'any';
const OWN = 'own';

interface SearchPanelProps {
  used: UsedSearch;
  /** What the API finds wrong with the search. */
  wrong: ApiError | undefined;
}

/** What is looked for: a text and a time at once, everything else on demand. */
export function SearchPanel({ used: { search, setSearch }, wrong }: SearchPanelProps) {
  const field = FILTER_FIELDS.find((name) => name === wrong?.field);
  const fault = field === undefined ? undefined : { field, message: wrong?.message ?? '' };
  const isHidden = field !== undefined && !['q', 'from', 'to'].includes(field);
  const [isOpen, setOpen] = useState(false);
  const opened = isOpen || isHidden;
  const [isOwn, setOwn] = useState(false);
  const own = isOwn || search.from !== undefined || search.to !== undefined;

  function chooseTime(value: string | null): void {
    setOwn(value === OWN);
    const rest: AuditSearch = { ...search, last: undefined };
    if (value === OWN) setSearch(rest);
    else setSearch({ ...rest, from: undefined, to: undefined, last: isLast(value) ? value : undefined });
  }

  return (
    <Panel>
      <search>
        <div className={classes.bar}>
          <SearchBox
            text={search.q ?? ''}
            onText={(q) => setSearch({ ...search, q })}
            error={fault?.field === 'q' ? fault.message : undefined}
          />
          <Select
            aria-label={texts.range}
            w={{ base: '100%', xs: 180 }}
            allowDeselect={false}
            value={search.last ?? (own ? OWN : ANY)}
            onChange={chooseTime}
            data={[
              { value: ANY, label: texts.any },
              ...Object.keys(LAST)
                .filter(isLast)
                .map((value) => ({ value, label: texts.last[value] })),
              { value: OWN, label: texts.own },
            ]}
          />
          <Button
            variant="default"
            onClick={() => setOpen(!opened)}
            aria-expanded={opened}
            rightSection={<IconChevronDown size={15} aria-hidden style={{ rotate: opened ? '180deg' : undefined }} />}
          >
            {opened ? texts.advancedOpen : texts.advanced}
          </Button>
        </div>
        {own && search.last === undefined && (
          <OwnRange
            from={search.from}
            to={search.to}
            onRange={(range) => setSearch({ ...search, ...range })}
            fault={fault}
          />
        )}
        <Collapse expanded={opened}>
          {opened && <AdvancedSearch search={search} onSearch={setSearch} fault={fault} />}
        </Collapse>
        <SearchChips search={search} onSearch={setSearch} />
        {fault !== undefined && <FaultOfHidden field={fault.field} message={fault.message} />}
      </search>
    </Panel>
  );
}

/** Of what has no field here and came by the address alone. */
function FaultOfHidden({ field, message }: { field: string; message: string }) {
  if (field !== 'resourceId' && field !== 'traceId') return null;
  return <TextInput mt="sm" label={texts.field[field]} error={message} readOnly />;
}
