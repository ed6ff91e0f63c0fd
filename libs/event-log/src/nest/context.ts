import { BaseRpcContext } from '@nestjs/microservices';
import type { StoredMessage } from '../port.js';

/** What a handler can ask about the message it was given: `@Ctx() context: EventLogContext`. */
export class EventLogContext extends BaseRpcContext<[StoredMessage, number]> {
  get message(): StoredMessage {
    return this.args[0];
  }

  get topic(): string {
    return this.message.topic;
  }

  get key(): string {
    return this.message.key;
  }

  get partition(): number {
    return this.message.partition;
  }

  /** Decimal text. */
  get offset(): string {
    return this.message.offset;
  }

  get headers(): Readonly<Record<string, string>> {
    return this.message.headers;
  }

  /** 1 for the first time since this process got the message. */
  get attempt(): number {
    return this.args[1];
  }
}
