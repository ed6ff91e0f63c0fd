/** Tells the relay that the outbox has rows. Call it after the commit; it costs next to nothing and never fails. */
export class OutboxSignal {
  private listener: () => void = () => undefined;

  wake(): void {
    this.listener();
  }

  /** Who is to be woken; the relay of this process. */
  listen(listener: () => void): void {
    this.listener = listener;
  }
}
