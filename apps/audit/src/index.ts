export { AuditModule, connectAudit } from './app.module.js';
export { AuditConfig } from './config.js';
export type { AuditEntry, EntryStatus } from './record/entry.js';
export { startAudit } from './start.js';
