import { HttpException } from '@nestjs/common';
import { compileSettings, type Policy, type TargetSettings } from '@usher/provisioning';
import type { FastifyRequest } from 'fastify';

/** Characters of the settings of one site, as JSON: they go into an event whole. */
const MAX_SETTINGS = 64 * 1024;

/** @throws {HttpException} 400 with every error of the settings, each with its path and where it can be the position */
export function policyOf(settings: object = {}): Policy {
  const compiled = compileSettings(settings);
  if (!compiled.ok) {
    const { errors } = compiled;
    const message = errors.map(({ path, message: reason }) => (path === '' ? reason : `${path}: ${reason}`));
    throw new HttpException({ statusCode: 400, error: 'Bad Request', message, errors }, 400);
  }
  if (JSON.stringify(compiled.policy.settings).length > MAX_SETTINGS) {
    const message = [`The settings have more than ${MAX_SETTINGS} characters.`];
    throw new HttpException({ statusCode: 400, error: 'Bad Request', message, errors: [] }, 400);
  }
  return compiled.policy;
}

export const completeSettings = (settings?: object): TargetSettings => policyOf(settings).settings;

/**
 * The version that an edit is based on: of the body, else of If-Match (`"3"`, as ETag gives it); undefined: whichever.
 *
 * @throws {HttpException} 400 for an If-Match that is no version
 */
export function versionOf(request: FastifyRequest, inBody: number | undefined): number | undefined {
  const header = request.headers['if-match'];
  if (inBody !== undefined || header === undefined || header.trim() === '*') return inBody;
  const version = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  const message = 'If-Match must be the ETag of the site that you changed: "3"';
  throw new HttpException({ statusCode: 400, error: 'Bad Request', message }, 400);
}
