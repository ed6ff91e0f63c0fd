import { checked } from './answers.js';
import { RehearseRequest } from './explain-requests.js';
import { LagQuery } from './lag.controller.js';

describe('a time', () => {
  it('is read by RFC 3339, or as a day', async () => {
    const read = (await checked.transform(
      { from: '2026-11-24T13:00:00+01:00', to: '2026-11-25' },
      { type: 'query', metatype: LagQuery },
    )) as LagQuery;
    expect([read.from, read.to]).toEqual([new Date('2026-11-24T12:00:00Z'), new Date('2026-11-25T00:00:00Z')]);
  });

  it.each(['2026-W05', '2026-11-24T25:00:00Z', 'yesterday', '', 5])(
    'that is none is refused by its name: %p',
    async (from) => {
      for (const metatype of [LagQuery, RehearseRequest])
        await expect(checked.transform({ from, settings: {} }, { type: 'body', metatype })).rejects.toMatchObject({
          response: { message: expect.arrayContaining([expect.stringMatching(/^from must be a time by RFC 3339/)]) },
        });
    },
  );
});
