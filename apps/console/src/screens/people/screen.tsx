import { Route, Routes } from 'react-router';
import { Lost } from '../../app/lost.js';
import { GroupList } from './groups/group-list.js';
import { GroupScreen } from './groups/group-screen.js';
import { PeopleList } from './list/people-list.js';
import { PersonScreen } from './person/person-screen.js';

export function Component() {
  return (
    <Routes>
      <Route index element={<PeopleList />} />
      <Route path="groups" element={<GroupList />} />
      <Route path="groups/:group" element={<GroupScreen />} />
      <Route path=":person" element={<PersonScreen />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}
