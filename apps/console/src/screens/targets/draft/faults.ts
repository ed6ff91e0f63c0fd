import type { SettingsFault } from '../../../api/target-settings.js';
import { t } from '../../../texts/en.js';

/** Faults at a path, and those within it that no field of its own shows. */
export function faultsAt(faults: readonly SettingsFault[], path: string): SettingsFault[] {
  return faults.filter((fault) => fault.path === path);
}

export function faultsWithin(faults: readonly SettingsFault[], path: string): SettingsFault[] {
  return faults.filter(
    (fault) => fault.path === path || fault.path.startsWith(`${path}.`) || fault.path.startsWith(`${path}[`),
  );
}

const AROUND = 24;

/** The text around the place that is wrong: `user.nam‸e` */
export function excerpt(text: string, position: number): { before: string; at: string; after: string } {
  const place = Math.min(Math.max(position, 0), text.length);
  const from = Math.max(0, place - AROUND);
  const to = Math.min(text.length, place + AROUND);
  return {
    before: `${from > 0 ? '…' : ''}${text.slice(from, place)}`,
    at: text.slice(place, place + 1) || ' ',
    after: `${text.slice(place + 1, to)}${to < text.length ? '…' : ''}`,
  };
}

/** Which tab a fault is to be mended in. */
export function partOf(path: string): 'mapping' | 'deprovisioning' | 'scope' | 'roles' | 'limits' {
  const [section = ''] = path.split(/[.[]/);
  if (section === 'mapping' || section === 'login') return 'mapping';
  if (section === 'deprovisioning' || section === 'content') return 'deprovisioning';
  if (section === 'scope' || section === 'matching' || section === 'administrators') return 'scope';
  return section === 'roles' || section === 'groupImport' ? 'roles' : 'limits';
}

/** In words, with the place: `There is no "nam". (at character 9)` */
export function faultWords({ message, position }: SettingsFault): string {
  return position === undefined ? message : `${message} ${t.targetDraft.fault.position(position + 1)}`;
}
