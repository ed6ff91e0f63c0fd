import { useState } from 'react';
import { type AmbiguousPerson, type Candidate, useAmbiguous } from '../../../api/ambiguous.js';
import { t } from '../../../texts/en.js';
import type { ListProps } from '../attention-screen.js';
import { Rows } from '../section.js';
import { AmbiguousCase } from './ambiguous-case.js';
import { ChooseModal } from './choose-modal.js';

const BRIEF = 3;

/** People with several possible accounts: which one is it? */
export function AmbiguousList({ count, brief }: ListProps) {
  const list = useAmbiguous();
  const [question, setQuestion] = useState<{ person: AmbiguousPerson; candidate: Candidate | 'new' }>();
  return (
    <>
      <Rows
        list={list}
        label={t.attention.kinds.ambiguous}
        rowId={({ targetId, scimId }) => `${targetId}/${scimId}`}
        brief={brief ? { most: BRIEF, kind: 'ambiguous', count } : null}
        row={(person) => <AmbiguousCase person={person} onChoose={(candidate) => setQuestion({ person, candidate })} />}
      />
      {question !== undefined && <ChooseModal {...question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}
