import { runService } from '@usher/service';
import { startConsole } from './start.js';

await runService('console', () => startConsole());
