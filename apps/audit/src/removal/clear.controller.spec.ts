import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PassThrough } from 'node:stream';
import { setImmediate as soon } from 'node:timers/promises';
import { ClearController } from './clear.controller.js';
import type { ClearService } from './clear.service.js';

it('a clearing that breaks off when whoever asked has gone is told in the log', async () => {
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  let breakOff: (reason: Error) => void = () => undefined;
  const clear = () => new Promise<never>((_resolve, reject) => (breakOff = reject));
  const controller = new ClearController({ check: async () => undefined, clear } as unknown as ClearService);
  const headers = { accept: 'application/x-ndjson' };
  const request = {
    headers,
    operator: { actor: 'operator', subject: 'operator' },
    ip: '10.0.0.1',
  } as unknown as FastifyRequest;
  const reply = { type: () => reply } as unknown as FastifyReply;
  const answer = await controller.clear({ filter: {}, confirmation: '', reason: '' }, request, reply);
  (answer as PassThrough).destroy();
  breakOff(new Error('the disk is full'));
  await soon();
  expect(error.mock.calls).toEqual([['the clearing broke off: the disk is full']]);
  error.mockRestore();
});
