import { runService } from '@usher/service';
import { startAudit } from './start.js';

await runService('audit', () => startAudit());
