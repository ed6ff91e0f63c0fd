import { RpcException } from '@nestjs/microservices';

/**
 * What a handler throws tells what becomes of the message. Nest turns an exception of a handler into a plain
 * object, except for an RpcException, whose `getError()` it passes on: these pass themselves.
 */
abstract class HandlerVerdict extends RpcException {
  override getError(): object {
    return this;
  }
}

/** Not now: the message is given again, for ever; the later ones of its key wait, those of other keys don't. */
export class RetryLaterError extends HandlerVerdict {
  /**
   * @param reason in words, for the log
   * @param afterMs milliseconds until the next attempt; when left out, a backoff that grows to a minute
   */
  constructor(
    readonly reason: string,
    readonly afterMs?: number,
  ) {
    super(reason);
    this.name = 'RetryLaterError';
  }
}

/** Never: the message goes to the dead letters at once, and its key goes on. */
export class DeadLetterError extends HandlerVerdict {
  /**
   * @param code machine-readable, e.g. `login_taken`
   * @param reason in words an administrator understands
   */
  constructor(
    readonly code: string,
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'DeadLetterError';
  }
}
