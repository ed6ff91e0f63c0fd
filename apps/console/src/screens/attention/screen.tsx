import { Route, Routes } from 'react-router';
import { Lost } from '../../app/lost.js';
import { AttentionScreen } from './attention-screen.js';

export function Component() {
  return (
    <Routes>
      <Route path=":place?" element={<AttentionScreen />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}
