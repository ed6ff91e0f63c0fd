export * from './envelope.js';
export * from './group-event.js';
export * from './operation-event.js';
export * from './outcome-event.js';
export { TOPIC_CONTRACTS, type JsonSchema, type TopicContract } from './schemas.js';
export * from './topics.js';
export * from './user-event.js';
export { validateEvent } from './validate.js';
