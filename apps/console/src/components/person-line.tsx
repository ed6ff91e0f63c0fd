import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import classes from './person-line.module.css';

interface PersonLineProps {
  person: { scimId: string; userName: string; displayName: string | null; email: string | null };
}

/** Who somebody is, leading to all that is known of them. */
export function PersonLine({ person: { scimId, userName, displayName, email } }: PersonLineProps) {
  const rest = [displayName === null ? null : userName, email === userName ? null : email].filter(
    (part) => part !== null,
  );
  return (
    <div className={classes.person}>
      <Anchor component={Link} to={`/people/${encodeURIComponent(scimId)}`} fw={600} size="sm" c="inherit">
        {displayName ?? userName}
      </Anchor>
      {rest.length > 0 && (
        <Text span size="sm" c="dimmed">
          {rest.join(' · ')}
        </Text>
      )}
    </div>
  );
}

/** As somebody is called in a sentence. */
export const nameOf = ({ displayName, userName }: { displayName: string | null; userName: string }): string =>
  displayName ?? userName;
