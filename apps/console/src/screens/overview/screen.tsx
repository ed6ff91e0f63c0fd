import { Placeholder } from '../../app/placeholder.js';
import { t } from '../../texts/en.js';

export function Component() {
  return <Placeholder title={t.overview.title} lead={t.overview.lead} />;
}
