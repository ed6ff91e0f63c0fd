import { ACCOUNT_EVENT_TYPE } from './account-event.js';
import { GROUP_EVENT_TYPES } from './group-event.js';
import { OUTCOME_ACTIONS, OUTCOME_EVENT_TYPES } from './outcome-event.js';
import { SETTLEMENT_EVENT_TYPE } from './settlement-event.js';
import { TOPICS } from './topics.js';
import { USER_EVENT_TYPES } from './user-event.js';

/** A JSON Schema (draft-07), as far as it is used here. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a topic may carry: the types (`ce_type`) and the schema of their data. */
export interface TopicContract {
  readonly types: readonly string[];
  readonly data: JsonSchema;
}

const text = { type: 'string' };
const filled = { type: 'string', minLength: 1 };
const id = { type: 'string', minLength: 1, maxLength: 200 };
const revision = { type: 'integer', minimum: 1 };
const textOrNull = { type: ['string', 'null'] };

/** Consumers ignore fields they don't know, so that a producer may be newer: what is required stays so within v1. */
function object(required: Record<string, JsonSchema>, optional: Record<string, JsonSchema> = {}): JsonSchema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

const origin = object({
  sourceIp: text,
  tokenId: text,
  actor: text,
  traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
});

const changes = {
  type: 'array',
  items: object({ path: filled, before: {}, after: {} }),
};

const userEventData: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://usher.invalid/schemas/user-event.v1.json',
  title: 'UserEventData',
  description: 'The whole wanted state of one user at one revision.',
  ...object(
    {
      connection: id,
      user: object(
        {
          id,
          revision,
          userName: filled,
          externalId: textOrNull,
          active: { type: 'boolean' },
          deleted: { type: 'boolean' },
          attributes: { type: 'object' },
          groups: { type: 'array', items: object({ id, displayName: text }) },
        },
        { password: { type: 'string', pattern: '^\\$2[aby]\\$' } },
      ),
      changes,
      origin,
    },
    { ignored: { type: 'array', items: text }, awaited: { type: 'boolean' } },
  ),
};

const memberDifference = object({
  count: { type: 'integer', minimum: 0 },
  values: { type: 'array', items: text },
});

const groupEventData: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://usher.invalid/schemas/group-event.v1.json',
  title: 'GroupEventData',
  description: 'What changed in one group.',
  ...object(
    {
      connection: id,
      group: object({ id, revision, displayName: filled, externalId: textOrNull, deleted: { type: 'boolean' } }),
      changes,
      added: memberDifference,
      removed: memberDifference,
      origin,
    },
    { ignored: { type: 'array', items: text } },
  ),
};

const TIME = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$';
const moment = { type: 'string', pattern: TIME };
const momentOrNull = { type: ['string', 'null'], pattern: TIME };

const execution = object({
  plannedAt: moment,
  calledAt: momentOrNull,
  answeredAt: momentOrNull,
  requestMs: { type: ['integer', 'null'], minimum: 0 },
  attempts: { type: 'integer', minimum: 1 },
  operation: textOrNull,
  decision: { type: 'array', maxItems: 20, items: object({ step: filled, rule: text, detail: text }) },
});

const outcomeEventData: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://usher.invalid/schemas/outcome-event.v1.json',
  title: 'OutcomeEventData',
  description: 'What one target did with one user event.',
  ...object(
    {
      connection: id,
      target: object({ id, name: text, siteUrl: text }),
      user: object({ id, revision, userName: filled, externalId: textOrNull }, { email: textOrNull }),
      action: { enum: OUTCOME_ACTIONS },
      code: textOrNull,
      detail: text,
      account: {
        type: ['object', 'null'],
        required: ['id', 'login'],
        properties: { id: { type: 'integer', minimum: 1 }, login: text },
      },
      changes,
      causeId: filled,
      origin,
    },
    { askedAt: moment, execution },
  ),
};

const settlementEventData: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://usher.invalid/schemas/settlement-event.v1.json',
  title: 'SettlementEventData',
  description: 'What all targets did with one user event.',
  ...object({
    connection: id,
    user: object({ id, revision, userName: filled }),
    causeId: filled,
    targets: {
      type: 'array',
      items: object({
        target: object({ id, name: text }),
        result: { enum: ['succeeded', 'skipped', 'rejected', 'stale', 'held'] },
        action: { enum: OUTCOME_ACTIONS },
        code: textOrNull,
        detail: text,
      }),
    },
  }),
};

const accountEventData: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://usher.invalid/schemas/account-event.v1.json',
  title: 'AccountEventData',
  description: 'An account of a site that is to be in the directory.',
  ...object({
    connection: id,
    target: object({ id, name: text, siteUrl: text }),
    account: object({
      id: { type: 'integer', minimum: 1 },
      ...{ login: filled, email: text, firstName: text, lastName: text, displayName: text },
      ...{ nickname: text, url: text, locale: text },
      active: { type: 'boolean' },
    }),
    origin,
  }),
};

/** The contract of each topic that has one; the others carry what their consumer judges. */
export const TOPIC_CONTRACTS: { readonly [topic: string]: TopicContract | undefined } = {
  [TOPICS.users]: { types: USER_EVENT_TYPES, data: userEventData },
  [TOPICS.leavers]: { types: ['user.deactivated', 'user.deleted'], data: userEventData },
  [TOPICS.groups]: { types: GROUP_EVENT_TYPES, data: groupEventData },
  [TOPICS.outcomes]: { types: OUTCOME_EVENT_TYPES, data: outcomeEventData },
  [TOPICS.settlements]: { types: [SETTLEMENT_EVENT_TYPE], data: settlementEventData },
  [TOPICS.accounts]: { types: [ACCOUNT_EVENT_TYPE], data: accountEventData },
};
