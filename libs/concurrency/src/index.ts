export { Coalescer, type CoalescerOptions, type SubmitOptions } from './coalescer.js';
export { Lanes } from './lanes.js';
export { type Sampled, Sampler, type SamplerOptions, suppressedWords } from './sampler.js';
