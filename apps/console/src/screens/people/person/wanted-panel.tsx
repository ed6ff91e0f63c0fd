import { Anchor, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { DirectoryUserDetails } from '../../../api/directory.js';
import { Panel } from '../../../app/panel.js';
import { Fact } from '../../../components/fact.js';
import { JsonView } from '../../../components/json-view.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import { attributeRows } from './attribute-rows.js';
import { attributeWords } from './attribute-words.js';
import classes from './person.module.css';

const texts = t.people.person;

/** What the identity provider wants: attributes, groups, and since when. */
export function WantedPanel({ user }: { user: DirectoryUserDetails }) {
  const { id, revision, created, lastModified, attributes, groups } = user;
  return (
    <Panel title={texts.wantedTitle}>
      <dl className={classes.facts}>
        {attributeRows(attributes).map(({ name, value, schema }, place) => (
          <div key={`${schema} ${name} ${place}`}>
            <dt title={schema === '' ? name : `${schema}:${name}`}>
              {attributeWords(name)}
              {schema !== '' && <span className={classes.schema}>{schema.split(':').slice(-3).join(':')}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes.part}>
        <Title order={3}>{texts.groups}</Title>
        {groups.length === 0 ? (
          <Text size="sm" c="dimmed" mt={4}>
            {texts.noGroups}
          </Text>
        ) : (
          <ul className={classes.groups}>
            {groups.map((group) => (
              <li key={group.id} className={classes.group}>
                <Anchor component={Link} to={`/people/groups/${encodeURIComponent(group.id)}`} size="sm" c="inherit">
                  {group.displayName}
                </Anchor>
                {group.type === 'indirect' && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    {texts.indirect}
                  </Text>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      <dl className={`${classes.facts} ${classes.part}`}>
        <Fact name={texts.id}>
          <code>{id}</code>
        </Fact>
        <Fact name={texts.revision}>{revision}</Fact>
        <Fact name={texts.made}>
          <RelativeTime at={created} />
        </Fact>
        <Fact name={texts.changed}>
          <RelativeTime at={lastModified} />
        </Fact>
      </dl>
      <details className={`${classes.details} ${classes.part}`}>
        <summary>{texts.raw}</summary>
        <JsonView value={attributes} label={texts.wantedTitle} />
      </details>
    </Panel>
  );
}
