import { runService } from '@usher/service';
import { startIngress } from './start.js';

await runService('ingress', () => startIngress());
