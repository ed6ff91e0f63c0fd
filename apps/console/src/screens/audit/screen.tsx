import { Navigate, Route, Routes, useParams } from 'react-router';
import { Lost } from '../../app/lost.js';
import { ClearScreen } from './clear-screen.js';
import { EraseScreen } from './erase-screen.js';
import { ExportsScreen } from './exports-screen.js';
import { LogScreen } from './log-screen.js';
import { PoliciesScreen } from './policies-screen.js';
import { StreamsScreen } from './streams-screen.js';
import { VerifyScreen } from './verify-screen.js';

export function Component() {
  return (
    <Routes>
      <Route index element={<LogScreen />} />
      <Route path="entries/:entry" element={<OneEntry />} />
      <Route path="exports" element={<ExportsScreen />} />
      <Route path="clear" element={<ClearScreen />} />
      <Route path="erase" element={<EraseScreen />} />
      <Route path="verify" element={<VerifyScreen />} />
      <Route path="policies" element={<PoliciesScreen />} />
      <Route path="streams" element={<StreamsScreen />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}

/** For links that name an entry by its path. */
function OneEntry() {
  const { entry = '' } = useParams();
  return <Navigate to={`/audit?entry=${encodeURIComponent(entry)}`} replace />;
}
