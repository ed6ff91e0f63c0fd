import { HttpException, NotFoundException } from '@nestjs/common';
import { SiteError } from '@usher/wordpress';
import type { JobTarget, TargetSource } from '../jobs/target-source.js';

/** @throws {NotFoundException} */
export function targetOf(targets: TargetSource, id: string): JobTarget {
  const target = targets.find(id);
  if (target === undefined) throw new NotFoundException(`There is no target "${id}".`);
  return target;
}

/** @throws {HttpException} 502 with the reason, when the site doesn't answer what `look` asks */
export async function askingSite<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    throw new HttpException({ statusCode: 502, error: 'Bad Gateway', message: error.message }, 502);
  }
}
