import { Placeholder } from '../../app/placeholder.js';
import { t } from '../../texts/en.js';

export function Component() {
  return <Placeholder title={t.settings.title} lead={t.settings.lead} />;
}
