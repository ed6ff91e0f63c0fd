import type { MigrationInterface } from 'typeorm';
import { CreateEventLog1764000000000 } from './1764000000000-create-event-log.js';

export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [CreateEventLog1764000000000];
