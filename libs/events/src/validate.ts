import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { EventEnvelope } from './envelope.js';
import { TOPIC_CONTRACTS } from './schemas.js';

const ajv = new Ajv({ allErrors: false, allowUnionTypes: true });

/** Compiled once, when the module is loaded; topics may share a schema. */
const validators = new Map<string, { types: ReadonlySet<string>; validate: ValidateFunction }>();
for (const [topic, contract] of Object.entries(TOPIC_CONTRACTS)) {
  if (!contract) continue;
  const known = ajv.getSchema(String(contract.data.$id));
  validators.set(topic, { types: new Set(contract.types), validate: known ?? ajv.compile(contract.data) });
}

/**
 * Why an event doesn't keep the contract of that topic, in one line that holds no value of the event; undefined
 * when it does, or the topic has no contract.
 */
export function validateEvent(topic: string, event: EventEnvelope): string | undefined {
  const contract = validators.get(topic);
  if (!contract) return undefined;
  if (!contract.types.has(event.type)) return `${topic} carries no events of type ${event.type}`;
  if (contract.validate(event.data)) return undefined;
  return `${event.type}: ${describe(contract.validate.errors?.[0])}`;
}

function describe(error: ErrorObject | undefined): string {
  return `data${error?.instancePath ?? ''} ${error?.message ?? 'is invalid'}`;
}
