export type { ConsumerOptions, EventLog, StoredMessage, Subscription } from './port.js';
