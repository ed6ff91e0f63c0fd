import { fileURLToPath } from 'node:url';
import { Generator } from '../child.js';
import { Verdict } from '../measure.js';
import { type BenchPostgres, startPostgres } from '../postgres.js';
import { cpuOf, cpuOfCommand, cpuOfFamily, peakRssOf } from '../usage.js';
import { CoreRest, together } from './core-rest.js';
import { type Deployment, deploy } from './deployment.js';
import { measureLeaver } from './leaver.js';
import type { ProvisioningPlan, SiteDatabase } from './plan.js';
import { type CpuByPart, type ProvisioningFigures, provisioningLines, type ProvisioningReport } from './report.js';
import { type Site, startSite } from './site.js';

const IN_FLIGHT = 16;
const JOINS_IN_FLIGHT = 64;
/** Made before anything is measured: servers that run for days have their code compiled and their caches filled. */
const WARM_UP = { floor: 8, usher: 100 };

type CleanUp = (() => Promise<void>)[];

/** Users all the way into WordPress, against what WordPress's own API does on the same machine. */
export async function runProvisioning(
  plan: ProvisioningPlan,
  say: (text: string) => void,
): Promise<{ report: ProvisioningReport; faults: string[] }> {
  const verdict = new Verdict();
  const sites: ProvisioningFigures[] = [];
  const cleanUp: CleanUp = [];
  try {
    const postgres = await startPostgres();
    cleanUp.push(() => postgres.stop());
    for (const database of plan.databases) {
      const figures = await measureOn(database, plan, postgres, verdict);
      sites.push(figures);
      say(provisioningLines(figures));
    }
    return { report: { sites, wrongAnswers: verdict.wrong }, faults: verdict.faults };
  } finally {
    for (const stop of cleanUp.reverse()) await stop();
  }
}

async function measureOn(
  database: SiteDatabase,
  plan: ProvisioningPlan,
  postgres: BenchPostgres,
  verdict: Verdict,
): Promise<ProvisioningFigures> {
  const cleanUp: CleanUp = [];
  const fresh = async (): Promise<Site> => {
    const site = await startSite(database);
    cleanUp.push(() => site.wordpress.stop());
    return site;
  };
  try {
    const [bare, site] = [await fresh(), await fresh()];
    const core = new CoreRest(bare.wordpress.url, await bare.administrator());
    const usher = await deploy(postgres, `provisioning_${database}`, site.wordpress);
    cleanUp.push(() => usher.stop());
    const generator = new Generator(fileURLToPath(new URL('../load/generator.js', import.meta.url)));
    cleanUp.push(() => generator.stop());
    const create = (users: number) => measureCreates(generator, usher, site, users, postgres.pid, verdict);
    const bareCpu = () => cpuOfCommand(new URL(bare.wordpress.url).host);
    const ofFloor = async () => {
      const half = Math.ceil(plan.floorUsers / 2);
      const cpu = bareCpu();
      const one = await core.create(half, 1);
      const cpuMs = perUser(cpu, bareCpu(), half);
      return { one, cpuMs, four: await core.create(half, 4) };
    };

    await core.create(WARM_UP.floor, 4);
    await create(WARM_UP.usher);
    // The floor before and after, so that what disturbs the machine for a while disturbs both.
    const before = await ofFloor();
    const created = await create(plan.creates);
    const after = await ofFloor();
    const leaver = await measureLeaver(
      ...([generator, usher, site, { joins: plan.joins, inFlight: JOINS_IN_FLIGHT }, verdict] as const),
    );
    await compareCounts(usher, site, verdict);
    return {
      site: `WordPress ${site.wordpress.version} on ${database}`,
      database,
      floor: together(before.one, after.one),
      floorCpuMs: before.cpuMs === null || after.cpuMs === null ? null : (before.cpuMs + after.cpuMs) / 2,
      floorOfFour: together(before.four, after.four),
      usher: created,
      leaver,
      peakRssMb: {
        ingress: peakRssOf(usher.ingress.pid) ?? null,
        provisioner: peakRssOf(usher.provisioner.pid) ?? null,
      },
    };
  } finally {
    for (const stop of cleanUp.reverse()) await stop();
  }
}

/** From the first SCIM request until the last user has an account. */
async function measureCreates(
  generator: Generator,
  usher: Deployment,
  site: Site,
  users: number,
  postmaster: number,
  verdict: Verdict,
): Promise<ProvisioningFigures['usher']> {
  const { ingress, provisioner, token } = usher;
  const before = await usher.accounts();
  const cpu = (): Record<keyof CpuByPart, number | undefined> => ({
    ingress: cpuOf(ingress.pid),
    provisioner: cpuOf(provisioner.pid),
    database: cpuOfFamily(postmaster),
    site: cpuOfCommand(new URL(site.wordpress.url).host),
  });
  const cpuBefore = cpu();
  const begin = performance.now();
  const job = { server: ingress.name, baseUrl: ingress.baseUrl, token, operation: 'create' as const };
  const result = await generator.run({ ...job, inFlight: IN_FLIGHT, seconds: 600, requests: users, keep: false });
  verdict.add('ingress', result);
  await usher.untilAccounts(before + users);
  const seconds = (performance.now() - begin) / 1000;
  const cpuAfter = cpu();
  const each = (part: keyof CpuByPart): number | null => perUser(cpuBefore[part], cpuAfter[part], users);
  const cpuMs = {
    ...{ ingress: each('ingress'), provisioner: each('provisioner') },
    ...{ database: each('database'), site: each('site') },
  };
  return { users, seconds, acknowledgedSeconds: result.seconds, cpuMs };
}

function perUser(before: number | undefined, after: number | undefined, users: number): number | null {
  return before === undefined || after === undefined ? null : (after - before) / users;
}

/** What the provisioner recorded must be so in WordPress: everybody has an open account but the leaver. */
async function compareCounts(usher: Deployment, site: Site, verdict: Verdict): Promise<void> {
  const [recorded, open] = [await usher.accounts(), await site.openAccounts()];
  if (open === recorded - 1) return;
  verdict.wrong += 1;
  verdict.faults.push(`${open} accounts are open in WordPress, ${recorded - 1} should be`);
}
