import { HttpException } from '@nestjs/common';
import { SiteError } from '@usher/wordpress';

/** @throws {HttpException} 502 with the reason, when the site doesn't answer what `look` asks */
export async function askingSite<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    throw new HttpException({ statusCode: 502, error: 'Bad Gateway', message: error.message }, 502);
  }
}
