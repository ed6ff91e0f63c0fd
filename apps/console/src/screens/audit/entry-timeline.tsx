import { Anchor, Text } from '@mantine/core';
import { type AuditEntry, type TimelineStep, useTimeline } from '../../api/audit-entries.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { absoluteTime, duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import classes from './entry.module.css';
import { stepWords } from './step-words.js';

const texts = t.audit.entry;

interface EntryTimelineProps {
  entry: AuditEntry;
  onOpen: (id: string) => void;
}

/** The way of a request: who asked, the event, each site's plan, call and outcome. */
export function EntryTimeline({ entry, onOpen }: EntryTimelineProps) {
  const { data, error, refetch, isFetching } = useTimeline(entry.traceId);
  if (entry.traceId === null)
    return (
      <Text size="sm" c="dimmed">
        {texts.timelineNone}
      </Text>
    );
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return isFetching ? <Loading lines={6} /> : null;
  const [first] = data.steps;
  return (
    <ol className={classes.steps}>
      {data.steps.map((step, index) => {
        const of = data.entries.find(({ id }) => id === step.entryId);
        return (
          <Step
            key={`${step.entryId} ${step.what} ${index}`}
            step={step}
            of={of}
            since={first === undefined ? 0 : Date.parse(step.at) - Date.parse(first.at)}
            isThis={step.entryId === entry.id}
            onOpen={onOpen}
          />
        );
      })}
    </ol>
  );
}

interface StepProps {
  step: TimelineStep;
  /** The entry that tells of it. */
  of: AuditEntry | undefined;
  /** Milliseconds after the first step. */
  since: number;
  isThis: boolean;
  onOpen: (id: string) => void;
}

function Step({ step, of, since, isThis, onOpen }: StepProps) {
  const { title, lines, took } = stepWords(step, of);
  const status = step.what === 'outcome' || step.what === 'operation' ? of?.status : undefined;
  return (
    <li className={classes.step} data-what={step.what} data-status={status} data-this={isThis || undefined}>
      <div className={classes.stepHead}>
        <span>
          <Text span size="xs" c="dimmed" className={classes.what}>
            {texts.step[step.what]}
          </Text>
          <Text span size="sm" fw={600}>
            {title}
          </Text>
        </span>
        <Text span size="xs" c="dimmed" className="figures" title={absoluteTime(new Date(step.at))}>
          {since > 0 ? `+${duration(since)}` : absoluteTime(new Date(step.at))}
        </Text>
      </div>
      {lines.length > 1 ? (
        <ul className={classes.lines}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        lines.map((line) => (
          <Text key={line} size="sm" className={classes.line}>
            {line}
          </Text>
        ))
      )}
      <Text size="xs" c="dimmed" component="div">
        {took}
        {status !== undefined && !isThis && (
          <>
            {took !== '' && ' · '}
            <Anchor component="button" inherit onClick={() => onOpen(step.entryId)}>
              {texts.openStep}
            </Anchor>
          </>
        )}
        {step.what === 'request' && !isThis && (
          <Anchor component="button" inherit onClick={() => onOpen(step.entryId)}>
            {texts.openStep}
          </Anchor>
        )}
      </Text>
    </li>
  );
}
