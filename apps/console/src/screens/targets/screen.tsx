import { Placeholder } from '../../app/placeholder.js';
import { t } from '../../texts/en.js';

export function Component() {
  return <Placeholder title={t.targets.title} lead={t.targets.lead} />;
}
