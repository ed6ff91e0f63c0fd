import { Gate } from './gate.js';

describe('Gate', () => {
  it('waits no longer than asked', async () => {
    const begun = Date.now();
    await new Gate().wait(20);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(18);
  });

  it('is cut short by a wake', async () => {
    const gate = new Gate();
    setTimeout(() => gate.wake(), 5);
    const begun = Date.now();
    await gate.wait(5000);
    expect(Date.now() - begun).toBeLessThan(1000);
  });

  it('remembers a wake that came before the wait, once', async () => {
    const gate = new Gate();
    gate.wake();
    gate.wake();
    await gate.wait(60_000);
    const begun = Date.now();
    await gate.wait(20);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(18);
  });
});
