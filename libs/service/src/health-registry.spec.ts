import { HealthRegistry } from './health-registry.js';

describe('readiness', () => {
  it('needs every part, and says of the one that fails what is wrong', async () => {
    const registry = new HealthRegistry();
    registry.add('database', async () => undefined);
    await expect(registry.report()).resolves.toEqual({ status: 'ok', checks: { database: 'ok' } });
    registry.add('wordpress', () => Promise.reject(new Error('answers 500')));
    await expect(registry.report()).resolves.toEqual({
      status: 'unavailable',
      checks: { database: 'ok', wordpress: 'answers 500' },
    });
  });

  it('ends when the service begins to stop, so that nothing new is sent to it', async () => {
    const registry = new HealthRegistry();
    registry.onModuleDestroy();
    await expect(registry.report()).resolves.toEqual({
      status: 'unavailable',
      checks: { service: 'is stopping' },
    });
  });
});
