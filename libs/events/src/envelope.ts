/**
 * A CloudEvents 1.0 event as it travels: attributes in headers `ce_*` (binary mode), the data as JSON.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export interface EventEnvelope<Data = unknown> {
  /** Unique; consumers drop a second event of the same id. */
  id: string;
  /** For example `user.created`. */
  type: string;
  /** The service that made it: `/usher/ingress`. */
  source: string;
  /** The SCIM id, where there is one. */
  subject?: string;
  /** RFC 3339, UTC. */
  time: string;
  /** W3C Trace Context: `00-<trace id>-<span id>-<flags>`. */
  traceparent?: string;
  data: Data;
}

/** One record as the event log stores it. */
export interface EventMessage {
  topic: string;
  /** Order is kept among messages of one key. */
  key: string;
  headers: Record<string, string>;
  /** JSON text of the data. */
  value: string;
}

const CONTENT_TYPE = 'application/json; charset=utf-8';

/** Binary-mode encoding of an envelope. */
export function encodeEvent(topic: string, key: string, event: EventEnvelope): EventMessage {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_time: event.time,
    'content-type': CONTENT_TYPE,
  };
  if (event.subject !== undefined) headers.ce_subject = event.subject;
  if (event.traceparent !== undefined) headers.traceparent = event.traceparent;
  return { topic, key, headers, value: JSON.stringify(event.data) };
}

/** Thrown for a record that is no CloudEvent, or whose body is no JSON: it can only be a dead letter. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** @throws {MalformedEventError} */
export function decodeEvent(message: Pick<EventMessage, 'headers' | 'value'>): EventEnvelope {
  const { headers } = message;
  const need = (name: string): string => {
    const value = headers[name];
    if (value === undefined || value === '') throw new MalformedEventError(`header ${name} is missing`);
    return value;
  };
  const attributes = { id: need('ce_id'), type: need('ce_type'), source: need('ce_source'), time: need('ce_time') };
  let data: unknown;
  try {
    data = JSON.parse(message.value);
  } catch {
    throw new MalformedEventError('the body is not JSON');
  }
  return { ...attributes, subject: headers.ce_subject, traceparent: headers.traceparent, data };
}
