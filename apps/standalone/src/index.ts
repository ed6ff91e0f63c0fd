export { StandaloneConfig } from './config.js';
export { startStandalone, type RunningStandalone } from './start/start-standalone.js';
export { Steps } from './start/steps.js';
