/** Injection token of the audit's TypeORM data source (schema `audit`). */
export const AUDIT_DATABASE = Symbol('audit database');
