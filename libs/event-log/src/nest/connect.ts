import { Catch, type INestApplication, type RpcExceptionFilter } from '@nestjs/common';
import { type CustomStrategy, NestMicroservice } from '@nestjs/microservices';
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
  // Nest reads the filters when it registers the handlers, so that is deferred until the filter is there.
  const service = app.connectMicroservice<CustomStrategy>({ strategy }, { deferInitialization: true });
  service.useGlobalFilters(new PassErrorsOn());
  if (!(service instanceof NestMicroservice)) throw new Error('@nestjs/microservices is there twice');
  service.registerListeners();
  service.setIsInitialized(true);
  service.setIsInitHookCalled(true);
  return strategy;
}
