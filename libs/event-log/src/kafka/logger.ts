import { Logger } from '@nestjs/common';
import { logLevel, type LogEntry } from 'kafkajs';

/** kafkajs tells of every reconnect and rebalance as an error; only what it can't mend by itself is worth a line. */
export function kafkaLogger(): (entry: LogEntry) => void {
  const logger = new Logger('Kafka');
  return ({ level, namespace, log }) => {
    const line = `${namespace ? `${namespace}: ` : ''}${log.message}${log.error ? `: ${String(log.error)}` : ''}`;
    if (level === logLevel.ERROR && namespace === 'Consumer') logger.warn(line);
    else logger.debug(line);
  };
}
