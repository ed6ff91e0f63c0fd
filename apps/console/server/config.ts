import { ListenerConfig } from '@usher/service';

/** The environment variables of the console's own container. Of the sign-in it needs the issuer: pages speak with it. */
export class ConsoleConfig extends ListenerConfig {
  override USHER_HTTP_PORT: number = 8083;
}
