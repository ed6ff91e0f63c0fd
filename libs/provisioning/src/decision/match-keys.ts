import { texts } from '../mapping/value.js';
import type { MatchKey } from '../types.js';
import type { Case } from './case.js';
import type { Profile } from './profile.js';

/** How an account that was there before is found; none for a user who has one. */
export function matchKeys({ chosen, policy, standing, subject }: Case, { wanted }: Profile): MatchKey[] {
  if (standing.access !== 'none' || chosen === 'new') return [];
  if (chosen !== undefined) return [{ by: 'id', value: String(chosen.wordpressId) }];
  return policy.compiled.matching.flatMap(({ rule, source }): MatchKey[] => {
    switch (rule.by) {
      case 'login':
        return [{ by: 'login', value: wanted.fields.user_login }];
      case 'email':
        return [{ by: 'email', value: wanted.fields.user_email }];
      case 'meta':
        return texts(source?.read(subject)).map((value) => ({ by: 'meta', key: rule.key, value }));
    }
  });
}
