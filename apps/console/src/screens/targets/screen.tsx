import { Route, Routes } from 'react-router';
import { Lost } from '../../app/lost.js';
import { NewTarget } from './add/new-target.js';
import { TargetList } from './list/target-list.js';
import { TargetScreen } from './site/target-screen.js';

export function Component() {
  return (
    <Routes>
      <Route index element={<TargetList />} />
      <Route path="new" element={<NewTarget />} />
      <Route path=":target/:part?" element={<TargetScreen />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}
