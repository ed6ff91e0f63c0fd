import { ConfigurationError, loadConfig } from '@usher/config';
import { describeStartFailure } from '@usher/service';
import { StandaloneConfig } from './config.js';
import { runDemo } from './demo/run-demo.js';
import { startStandalone, type RunningStandalone } from './start/start-standalone.js';
import { Steps } from './start/steps.js';
import { summary } from './start/summary.js';

const HELP = `Usage: npm start [-- --demo [--exit]]

  --demo   plays an identity provider: 20 people come, some change, some go; prints what WordPress has of each
  --exit   ends after the demo, with exit code 0 when WordPress has what was asked for
  --help   this

Environment variables: see README.md`;

const KNOWN = ['--demo', '--exit', '--help'];
const args = process.argv.slice(2);
const stopping = new AbortController();
let running: RunningStandalone | undefined;
let ending: Promise<void> | undefined;

function end(code: number): Promise<void> {
  ending ??= (async () => {
    stopping.abort(new Error('stopped while starting'));
    try {
      await running?.close();
      process.exitCode = code;
    } catch (error) {
      complain(error);
      process.exitCode = 1;
    }
    // With the start still on its way, its own failure path ends what it began.
    if (running) process.exit();
  })();
  return ending;
}

function complain(error: unknown): void {
  const lines = error instanceof ConfigurationError ? error.faults : describeStartFailure(error);
  for (const line of lines) console.error(`usher: ${line}`);
}

let asked = 0;
function onSignal(signal: NodeJS.Signals): void {
  // A terminal's Ctrl-C reaches this process itself and once more through npm.
  if (asked !== 0 && Date.now() - asked > 1_500) process.exit(130);
  if (asked === 0) {
    console.log(`\n${signal === 'SIGINT' ? 'Ctrl-C' : signal}: ending everything (again: at once)`);
    asked = Date.now();
  }
  void end(0);
}

async function main(): Promise<void> {
  const unknown = args.find((arg) => !KNOWN.includes(arg));
  if (unknown !== undefined) throw new Error(`unknown argument ${unknown}; see --help`);
  if (args.includes('--help')) {
    console.log(HELP);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  const config = loadConfig(StandaloneConfig);
  const steps = new Steps();
  try {
    running = await startStandalone(config, steps, stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted) process.exit();
    throw error;
  }
  if (stopping.signal.aborted) {
    await running.close();
    process.exit();
  }
  console.log(summary(running, steps.seconds()));
  if (!args.includes('--demo')) return;
  const asWanted = await runDemo(running);
  if (args.includes('--exit')) await end(asWanted ? 0 : 1);
}

process.on('uncaughtException', (error) => {
  complain(error);
  void end(1).then(() => process.exit(1));
});

try {
  await main();
} catch (error) {
  if (!stopping.signal.aborted) {
    complain(error);
    await running?.close();
    process.exit(1);
  }
}
