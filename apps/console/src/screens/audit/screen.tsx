import { Navigate, Route, Routes, useParams } from 'react-router';
import { Lost } from '../../app/lost.js';
import { LogScreen } from './log-screen.js';

export function Component() {
  return (
    <Routes>
      <Route index element={<LogScreen />} />
      <Route path="entries/:entry" element={<OneEntry />} />
      <Route path="*" element={<Lost />} />
    </Routes>
  );
}

/** For links that name an entry by its path. */
function OneEntry() {
  const { entry = '' } = useParams();
  return <Navigate to={`/audit?entry=${encodeURIComponent(entry)}`} replace />;
}
