import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** `start` is the source of a function; the service runs as its own process, from built code. */
function run(start: string): ChildProcess {
  const source = `import { runService } from '@usher/service'; await runService('ingress', ${start});`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], { cwd: 'libs/service' });
}

async function untilSaid(child: ChildProcess, text: string): Promise<void> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (said.includes(text)) return;
  }
  throw new Error(`it ended after saying ${JSON.stringify(said)}`);
}

const exit = async (child: ChildProcess): Promise<unknown> => (await once(child, 'exit'))[0];

/** A process that is alive until told otherwise, as one that listens is. */
const serving = (close: string) => `async () => {
  const alive = setInterval(() => undefined, 1000);
  return { url: 'http://127.0.0.1:8080', close: async () => { ${close} } };
}`;

describe('the main of a service', () => {
  it('says where it listens, and ends with 0 when told to and closed', async () => {
    const child = run(serving('clearInterval(alive);'));
    await untilSaid(child, 'ingress: listening on http://127.0.0.1:8080\n');
    child.kill('SIGINT');
    expect(await exit(child)).toBe(0);
  }, 30_000);

  it('told a second time ends at once', async () => {
    const child = run(serving('process.stdout.write("closing\\n"); await new Promise(() => undefined);'));
    child.stdout?.setEncoding('utf8');
    const said: string[] = [];
    child.stdout?.on('data', (text: string) => {
      said.push(text);
      if (text.includes('listening') || text.includes('closing')) child.kill('SIGINT');
    });
    expect(await exit(child)).toBe(130);
    expect(said.join('')).toContain('closing');
  }, 30_000);

  it('that fails to start says why in one line and ends with 1', async () => {
    const child = run('async () => { throw new Error("no luck"); }');
    let complaint = '';
    child.stderr?.on('data', (chunk) => (complaint += String(chunk)));
    expect(await exit(child)).toBe(1);
    expect(complaint).toBe('ingress: no luck\n');
  }, 30_000);
});
