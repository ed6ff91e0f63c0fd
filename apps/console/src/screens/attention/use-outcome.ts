import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { fetchStanding, type Standing } from '../../api/standings.js';
import { outcomeOf } from './outcome.js';

const LOOKS = 20;
const BETWEEN = 750;

/** Tells what came of an act in a site, as soon as the site has answered. */
export function useOutcome() {
  const client = useQueryClient();
  return useCallback(
    async (who: string, scimId: string, targetId: string): Promise<void> => {
      for (let look = 0; look < LOOKS; look += 1) {
        await new Promise((resolve) => setTimeout(resolve, BETWEEN));
        const standing = await standingIn(scimId, targetId);
        if (standing === undefined) return;
        const told = outcomeOf(standing, who);
        if (told === null) continue;
        notifications.show({ ...told, autoClose: told.color === 'green' ? undefined : false });
        await Promise.all(
          [['waiting'], ['attention'], ['standings']].map((queryKey) => client.invalidateQueries({ queryKey })),
        );
        return;
      }
    },
    [client],
  );
}

async function standingIn(scimId: string, targetId: string): Promise<Standing | undefined> {
  try {
    return (await fetchStanding(scimId)).targets.find(({ target }) => target.id === targetId);
  } catch {
    // The list itself tells how things stand.
    return undefined;
  }
}
