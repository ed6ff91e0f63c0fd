/**
 * `npm run docs:scim`: writes the tables of docs/scim.md from what the tests of libs/scim and apps/ingress say.
 * `--check`: changes nothing, fails when the file isn't up to date or a test of a table failed.
 * `--from <report>...`: reads Jest's JSON reports instead of running the tests.
 *
 * A test tells in its title, or in that of a describe around it, what it is about: `[RFC 7644 3.5.2]` (as many as
 * there are) or `[idp okta/users-wizard]`, a file below libs/scim/sequences.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import prettier from 'prettier';
import { SECTIONS } from './scim-sections.mjs';

const DOCUMENT = 'docs/scim.md';
const SEQUENCES = 'libs/scim/sequences';
const LIBRARY = '../libs/scim/dist/index.js';
const FOLDERS = ['libs/scim/', 'apps/ingress/'];

function fail(message) {
  console.error(message);
  process.exit(1);
}

function runTests() {
  const report = 'tmp/jest-scim.json';
  mkdirSync('tmp', { recursive: true });
  rmSync(report, { force: true });
  const args = ['--selectProjects', 'unit', 'integration', '--testPathPatterns', ...FOLDERS];
  spawnSync(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      ...args,
      '--json',
      `--outputFile=${report}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return [report];
}

/** Tag -> { files, passed, failed } over all reports. */
function resultsOf(reports) {
  const results = new Map();
  for (const report of reports) {
    if (!existsSync(report)) fail(`There is no ${report}: run the tests first, or leave --from out`);
    for (const { name, assertionResults } of JSON.parse(readFileSync(report, 'utf8')).testResults) {
      if (!FOLDERS.some((folder) => name.includes(`/${folder}`))) continue;
      for (const { fullName, status } of assertionResults) {
        for (const [, tag] of fullName.matchAll(/\[((?:RFC \d+ [\d.]+)|(?:idp [\w/-]+))\]/g)) {
          const result = results.get(tag) ?? { files: new Set(), passed: 0, failed: 0 };
          result.files.add(basename(name));
          result[status === 'passed' ? 'passed' : 'failed'] += 1;
          results.set(tag, result);
        }
      }
    }
  }
  return results;
}

const outcome = (result) => (result === undefined ? 'no test' : result.failed > 0 ? '**failed**' : 'passed');
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

function sequenceFiles(folder) {
  const path = `${SEQUENCES}/${folder}`;
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: `${folder}/${file.replace('.json', '')}`,
      ...JSON.parse(readFileSync(`${path}/${file}`, 'utf8')),
    }));
}

function identityProviders(results, presets) {
  return table(
    ['identity provider', 'conversation', 'known how', 'steps', 'result'],
    presets.flatMap(({ id, name }) =>
      sequenceFiles(id).map(({ name: file, title, basis, steps }) => [
        name,
        `[${title}](../${SEQUENCES}/${file}.json)`,
        basis,
        steps.length,
        outcome(results.get(`idp ${file}`)),
      ]),
    ),
  );
}

function standards(results) {
  return Object.entries(SECTIONS)
    .map(([rfc, sections]) => {
      const url = `https://www.rfc-editor.org/rfc/${rfc.replace(' ', '').toLowerCase()}`;
      const rows = sections.map(([section, title]) => {
        const result = results.get(`${rfc} ${section}`);
        const files = [...(result?.files ?? [])].sort().map((file) => `\`${file}\``);
        return [`[${section}](${url}#section-${section})`, title, outcome(result), files.join(', ')];
      });
      return `### [${rfc}](${url})\n\n${table(['section', 'about', 'result', 'tests'], rows)}`;
    })
    .join('\n\n');
}

function setup(presets) {
  return presets.map(setupOf).join('\n\n');
}

function setupOf({ name, aliases, matching, switches, cases, notes }) {
  const on = Object.entries(switches).filter(([, value]) => value !== null);
  return [
    `### ${name}`,
    aliases.length > 0 ? `Also: ${aliases.join(', ')}.` : '',
    ...cases.map(({ title, steps, sources, verified }) =>
      [
        `**${title}**`,
        steps
          .map(({ text, fields = [] }, index) =>
            [`${index + 1}. ${text}`, ...fields.map(({ label, value }) => `   - ${label}: \`${value}\``)].join('\n'),
          )
          .join('\n'),
        `${verified === null ? 'Not verified' : `Compared on ${verified}`}: ${sources.map((url) => `<${url}>`).join(', ')}`,
      ].join('\n\n'),
    ),
    matching === null ? 'How it finds an account is not known.' : `Finds an account by ${matching}.`,
    on.length > 0 ? `What to switch on: ${on.map(([what, value]) => `${what}: ${value}`).join('; ')}.` : '',
    notes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function replaceBetween(text, name, content) {
  const start = `<!-- ${name}: generated by npm run docs:scim -->`;
  const end = `<!-- end of ${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from < 0 || to < from) fail(`${DOCUMENT} has no place for ${name}: ${start} … ${end}`);
  return `${text.slice(0, from)}${start}\n\n${content}\n\n${text.slice(to)}`;
}

/** A tag that stands for nothing is a typing error. */
function refuseUnknown(results, presets) {
  const known = new Set([
    ...Object.entries(SECTIONS).flatMap(([rfc, sections]) => sections.map(([section]) => `${rfc} ${section}`)),
    ...presets.flatMap(({ id }) => sequenceFiles(id).map(({ name }) => `idp ${name}`)),
  ]);
  const unknown = [...results.keys()].filter((tag) => !known.has(tag));
  if (unknown.length > 0)
    fail(`Tests are tagged with what scripts/scim-sections.mjs or ${SEQUENCES} doesn't have: ${unknown.join(', ')}`);
}

const args = process.argv.slice(2);
const from = args.indexOf('--from');
const { PRESETS: presets } = await import(LIBRARY).catch(() => fail('Build first: npx nx run scim:build'));
if (presets === undefined) fail('Build first: npx nx run scim:build');
const results = resultsOf(
  from < 0 ? runTests() : args.slice(from + 1).filter((argument) => !argument.startsWith('--')),
);
refuseUnknown(results, presets);

const before = readFileSync(DOCUMENT, 'utf8');
const filled = [
  ['identity providers', identityProviders(results, presets)],
  ['standards', standards(results)],
  ['setup', setup(presets)],
].reduce((text, [name, content]) => replaceBetween(text, name, content), before);
const options = await prettier.resolveConfig(DOCUMENT);
const after = await prettier.format(filled, { ...options, filepath: DOCUMENT });

const failed = [...results].filter(([, result]) => result.failed > 0).map(([tag]) => tag);
if (!args.includes('--check')) writeFileSync(DOCUMENT, after);
else if (after !== before) fail(`${DOCUMENT} is not up to date: npm run docs:scim`);
if (failed.length > 0) fail(`Tests failed for: ${failed.join(', ')}`);
console.log(`${DOCUMENT}: ${results.size} sections and conversations, all passed`);
