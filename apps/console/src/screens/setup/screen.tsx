import { Placeholder } from '../../app/placeholder.js';
import { t } from '../../texts/en.js';

export function Component() {
  return <Placeholder title={t.setup.title} lead={t.setup.lead} />;
}
