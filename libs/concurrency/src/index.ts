export { Coalescer, type CoalescerOptions, type SubmitOptions } from './coalescer.js';
export { Lanes } from './lanes.js';
