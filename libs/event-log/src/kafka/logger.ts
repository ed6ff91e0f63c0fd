import { Logger } from '@nestjs/common';
import { logLevel, type LogEntry } from 'kafkajs';

/** kafkajs tells of every retry and rejoin as an error; only what its consumers can't mend is worth a warning. */
export function kafkaLogger(): (entry: LogEntry) => void {
  const logger = new Logger('Kafka');
  return ({ level, namespace, log }) => {
    const line = `${namespace}: ${log.message}`;
    if (level === logLevel.ERROR && namespace === 'Consumer') logger.warn(line);
    else logger.verbose(line);
  };
}
