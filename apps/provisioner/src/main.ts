import { runService } from '@usher/service';
import { startProvisioner } from './app.module.js';

await runService('provisioner', () => startProvisioner(process.env));
