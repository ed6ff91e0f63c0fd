import { Catch, type INestApplication, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { EventLogServer, type EventLogServerOptions } from './event-log.server.js';

/** Nest would hide an unexpected error behind "Internal server error"; a dead letter must tell the real reason. */
@Catch()
class PassErrorsOn implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** Adds a consumer of the event log to an application; `app.startAllMicroservices()` starts it. */
export function connectEventLog(app: INestApplication, options: EventLogServerOptions): EventLogServer {
  const strategy = new EventLogServer(options);
  app.connectMicroservice({ strategy }).useGlobalFilters(new PassErrorsOn());
  return strategy;
}
