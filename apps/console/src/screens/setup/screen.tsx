import { Route, Routes } from 'react-router';
import { Lost } from '../../app/lost.js';
import { ConnectionList } from './connection-list.js';
import { ConnectionScreen } from './connection-screen.js';
import { NewConnection } from './new-connection.js';

export function Component() {
  return (
    <Routes>
      <Route index element={<ConnectionList />} />
      <Route path="new" element={<NewConnection />} />
      <Route path=":connection/:part?" element={<ConnectionScreen />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}
