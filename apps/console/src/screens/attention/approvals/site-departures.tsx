import { Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { type HeldDeparture, useApprovals } from '../../../api/approvals.js';
import { ActButton } from '../../../components/act-button.js';
import { nameOf } from '../../../components/person-line.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { Rows } from '../section.js';
import { SiteHeading } from '../site-heading.js';
import { DecideModal, type Question } from './decide-modal.js';
import { Departure } from './departure.js';

const texts = t.attention.approvals;
const BRIEF = 5;

interface SiteDeparturesProps {
  site: { id: string; name: string };
  held: number;
  brief: boolean;
}

/** The departures of one site: a word for one, for those chosen, or for all. */
export function SiteDepartures({ site, held, brief }: SiteDeparturesProps) {
  const list = useApprovals(site.id);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [question, setQuestion] = useState<Question>();
  const rows = list.data ?? [];
  const there = rows.filter(({ id }) => chosen.has(id));
  const shown = brief ? rows.slice(0, BRIEF) : rows;
  const every = shown.length > 0 && shown.every(({ id }) => chosen.has(id));

  function toggle({ id }: HeldDeparture): void {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  const ask = (word: Question['word'], people: readonly HeldDeparture[] | 'all') => (): void =>
    setQuestion({
      word,
      people,
      loaded: rows,
      count: people !== 'all' ? people.length : list.hasNextPage ? held : rows.length,
    });
  const which = there.length > 0 ? there : 'all';
  return (
    <>
      <SiteHeading id={site.id}>
        <Group gap="sm">
          {rows.length > 1 && (
            <Checkbox
              size="xs"
              aria-label={texts.chooseAll}
              checked={every}
              indeterminate={!every && there.length > 0}
              onChange={() => setChosen(every ? new Set() : new Set(shown.map(({ id }) => id)))}
            />
          )}
          <Text size="xs" c="dimmed" role="status">
            {there.length > 0 ? texts.chosen(there.length) : texts.held(held)}
          </Text>
          {(held > 1 || there.length > 0) && (
            <>
              <ActButton onClick={ask('approve', which)}>
                {which === 'all' ? texts.approveAll(held) : texts.approve}
              </ActButton>
              <ActButton onClick={ask('refuse', which)}>{which === 'all' ? texts.refuseAll : texts.refuse}</ActButton>
            </>
          )}
        </Group>
      </SiteHeading>
      <Rows
        list={list}
        label={`${t.attention.kinds.approvals}: ${site.name}`}
        rowId={({ id }) => id}
        brief={brief ? { most: BRIEF, kind: 'approvals', count: held } : null}
        row={(departure) => (
          <div className={classes.checked}>
            <Checkbox
              size="xs"
              aria-label={texts.choose(nameOf(departure))}
              checked={chosen.has(departure.id)}
              onChange={() => toggle(departure)}
            />
            <Departure
              departure={departure}
              onApprove={ask('approve', [departure])}
              onRefuse={ask('refuse', [departure])}
            />
          </div>
        )}
      />
      {question !== undefined && (
        <DecideModal
          site={site}
          question={question}
          onClose={() => setQuestion(undefined)}
          onDone={() => setChosen(new Set())}
        />
      )}
    </>
  );
}
