import { Text } from '@mantine/core';
import { Panel } from '../../app/panel.js';
import { session } from '../../auth/session.js';
import { useRole } from '../../auth/use-session.js';
import { t } from '../../texts/en.js';
import classes from './settings.module.css';

const texts = t.settings.you;

/** Who is signed in, how, and what that allows. */
export function YouPanel() {
  const { me, role } = useRole();
  return (
    <Panel title={texts.title}>
      <dl className={classes.facts}>
        <dt>{texts.name}</dt>
        <dd>{me.actor}</dd>
        <dt>{texts.role}</dt>
        <dd>{t.common.role[role]}</dd>
        <dt>{texts.way}</dt>
        <dd>{session.via() === 'oidc' ? texts.oidc : texts.token}</dd>
      </dl>
      <Text size="sm" c="dimmed" mt="md">
        {texts.may[role]} {texts.ends}
      </Text>
    </Panel>
  );
}
