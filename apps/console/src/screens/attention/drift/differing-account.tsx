import { Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useDismiss } from '../../../api/drift.js';
import { ActButton } from '../../../components/act-button.js';
import { DifferenceTable } from '../../../components/difference-table.js';
import { PersonLine } from '../../../components/person-line.js';
import { StatusBadge } from '../../../components/status-badge.js';
import { tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { asks, type Differing, repairable } from './differing.js';

const texts = t.attention.drift;

interface DifferingAccountProps {
  target: string;
  differing: Differing;
  onRepair: () => void;
}

/** One account that differs: each value as the directory and as WordPress has it. */
export function DifferingAccount({ target, differing, onRepair }: DifferingAccountProps) {
  const { scimId, name, findings } = differing;
  const dismiss = useDismiss(target);
  const stranger = !findings.some(repairable);

  const leave = (): void =>
    dismiss.mutate(
      findings.map(({ id }) => id),
      {
        onSuccess: ({ dismissed }) =>
          notifications.show({ message: t.targets.drift.dismissed(dismissed), color: 'gray' }),
        onError: tellFailure,
      },
    );

  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <Group gap="sm">
          {scimId === null ? (
            <Text size="sm" fw={600}>
              {name}
            </Text>
          ) : (
            <PersonLine person={{ scimId, userName: name, displayName: null, email: null }} />
          )}
          {asks(differing) && <StatusBadge tone="warn">{texts.asks}</StatusBadge>}
        </Group>
        {stranger ? (
          <Text size="sm">
            {texts.stranger} {findings.map(({ note }) => note).join(' ')}
          </Text>
        ) : (
          <DifferenceTable differences={findings} label={name} />
        )}
      </div>
      <div className={classes.acts}>
        {!stranger && (
          <ActButton label={t.attention.act(texts.repair, name)} onClick={onRepair}>
            {texts.repair}
          </ActButton>
        )}
        <ActButton quiet label={t.attention.act(texts.dismiss, name)} loading={dismiss.isPending} onClick={leave}>
          {texts.dismiss}
        </ActButton>
      </div>
    </div>
  );
}
