export { runBench } from './bench.js';
export { parseOptions, type Options } from './options.js';
export type { Report } from './report.js';
