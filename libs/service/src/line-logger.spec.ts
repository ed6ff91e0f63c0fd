import { LineLogger } from './line-logger.js';

function written(log: (logger: LineLogger) => void): string[] {
  const lines: string[] = [];
  log(new LineLogger((line) => lines.push(line.replace(/^\S+ /, ''))));
  return lines;
}

describe('the log', () => {
  it('has one line for each entry, the stack of an error included', () => {
    const error = new Error('boom');
    error.stack = 'Error: boom\n    at a (b.js:1)\n    at c (d.js:2)';
    expect(written((logger) => logger.error(error, 'Relay'))).toEqual([
      'error Relay: Error: boom | at a (b.js:1) | at c (d.js:2)\n',
    ]);
  });

  it('shows no token and no password', () => {
    const [line] = written((logger) =>
      logger.warn('Authorization: Bearer abc.DEF-1 for postgres://usher:s3cret@db/usher, Basic dTpw', 'X'),
    );
    expect(line).toBe('warn X: Authorization: Bearer *** for postgres://usher:***@db/usher, Basic ***\n');
  });

  it("leaves out Nest's start-up chatter", () => {
    expect(written((logger) => logger.log('Mapped {/x, GET} route', 'RouterExplorer'))).toEqual([]);
  });
});
