import { USER_SORTS, type UserSort, type UsersSearch } from '../../../api/directory.js';

const WHO = ['active', 'inactive', 'deleted'] as const;

/** What an address asks for; what it doesn't know is as by default. Pure. */
export function usersSearchOf(parameters: URLSearchParams): UsersSearch {
  const sort = USER_SORTS.find((each) => each === parameters.get('sort'));
  return {
    q: parameters.get('q') ?? '',
    connection: parameters.get('connection'),
    who: WHO.find((each) => each === parameters.get('who')) ?? 'all',
    sort: sort ?? 'userName',
    order: parameters.get('order') === 'desc' ? 'desc' : 'asc',
  };
}

/** The address that asks for it, without what is so by default. Pure. */
export function usersParameters({ q, connection, who, sort, order }: UsersSearch): URLSearchParams {
  const parameters = new URLSearchParams();
  if (q !== '') parameters.set('q', q);
  if (connection !== null) parameters.set('connection', connection);
  if (who !== 'all') parameters.set('who', who);
  if (sort !== 'userName') parameters.set('sort', sort);
  if (order !== 'asc') parameters.set('order', order);
  return parameters;
}

/** Whether anything is left out. */
export const isNarrow = ({ q, connection, who }: UsersSearch): boolean =>
  q !== '' || connection !== null || who !== 'all';

/** A column's own first order: the latest first, names from A. */
export const firstOrder = (sort: UserSort): 'asc' | 'desc' => (sort === 'userName' ? 'asc' : 'desc');
