import { Text } from '@mantine/core';
import type { ExplainedStep } from '../../../api/explain.js';
import { t } from '../../../texts/en.js';
import { groupsOf, ruleOf } from './conclusion.js';
import classes from './person.module.css';

const texts = t.people.attempt;

/** The decision step by step: what each looked at, and what it came to. */
export function Steps({ steps }: { steps: ExplainedStep[] }) {
  return (
    <ol className={classes.steps}>
      {groupsOf(steps).map((group, place) =>
        group.kind === 'one' ? (
          <li key={place} className={classes.step}>
            <span>{texts.step[group.step.step]}</span>
            <div>
              {group.step.detail}
              {group.step.step !== 'executed' && (
                <div>
                  <code>{group.step.rule}</code>
                </div>
              )}
            </div>
          </li>
        ) : (
          <li key={place} className={classes.step}>
            <span>{texts.step.mapped}</span>
            <Fields steps={group.steps} />
          </li>
        ),
      )}
    </ol>
  );
}

function Fields({ steps }: { steps: ExplainedStep[] }) {
  return (
    <details className={classes.details}>
      <summary>{texts.fields(steps.length)}</summary>
      <table className={classes.fields}>
        <thead>
          <tr>
            <th scope="col">{texts.field}</th>
            <th scope="col">{texts.becomes}</th>
            <th scope="col">{texts.rule}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ rule, after, detail }, place) => {
            const { field, source } = ruleOf(rule);
            return (
              <tr key={`${field} ${place}`}>
                <th scope="row">{field}</th>
                <td title={detail}>{wordsOf(after)}</td>
                <td>
                  <code>{source}</code>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}

function wordsOf(value: unknown) {
  if (value === null || value === undefined || value === '')
    return (
      <Text span inherit c="dimmed">
        {t.common.changes.absent}
      </Text>
    );
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
