import { fileURLToPath } from 'node:url';
import { runBench } from './bench.js';
import { parseOptions, USAGE } from './options.js';
import { closingLines } from './report.js';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
  } else {
    const ingress = fileURLToPath(new URL('../../apps/ingress/dist/main.js', import.meta.url));
    const say = options.json ? console.error : console.log;
    const { report, faults } = await runBench(options, ingress, say);
    say(closingLines(report));
    for (const fault of faults) console.error(fault);
    if (options.json) console.log(JSON.stringify(report, null, 2));
    if (report.wrongAnswers > 0) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
