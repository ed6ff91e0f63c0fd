import type { Answer } from '../testing/harness.js';
import { runSequence, substitute } from './run-sequence.js';
import type { Sequence, Step } from './sequence.js';

const answer = (status: number, body?: unknown): Answer => ({
  status,
  headers: new Headers({ 'content-type': 'application/scim+json; charset=utf-8' }),
  text: JSON.stringify(body) ?? '',
  body,
});

const sequence = (...steps: Step[]): Sequence => ({ title: 'A test', basis: 'assumed', source: [], steps });

describe('a sequence', () => {
  it('hands values of an answer on to later requests and expectations', async () => {
    const sent: unknown[] = [];
    await runSequence(
      {
        ...sequence(
          { note: 'a', request: { method: 'POST', path: '/Users' }, expect: { status: 201 }, save: { user: 'id' } },
          {
            note: 'b',
            request: { method: 'PUT', path: '/Users/{{user.id}}', body: { id: '{{user.id}}' }, headers: { b: '2' } },
            expect: { status: [200, 204], body: { id: '{{user.id}}' }, absent: ['groups'] },
          },
        ),
        headers: { a: '1' },
      },
      async (...request) => {
        sent.push(request);
        return answer(sent.length === 1 ? 201 : 200, { id: 'x"1' });
      },
    );
    expect(sent).toEqual([
      ['POST', '/Users', undefined, { a: '1' }],
      ['PUT', '/Users/x"1', { id: 'x"1' }, { a: '1', b: '2' }],
    ]);
  });

  const request = { method: 'GET', path: '/Users/7' };
  it.each([
    ['another status', { status: 404 }, 'expected 404, got 200'],
    ['a header that differs', { status: 200, headers: { 'content-type': 'text' } }, 'header content-type'],
    ['a body that lacks something', { status: 200, body: { id: '8' } }, 'id: expected "8", got "7"'],
    ['what should be absent', { status: 200, absent: ['groups'] }, 'groups is there: []'],
  ])('fails for %s, and tells step, request, expected and got', async (_, expect_, fault) => {
    const run = runSequence(sequence({ note: 'Read', request, expect: expect_ }), async () =>
      answer(200, { id: '7', groups: [] }),
    );
    await expect(run).rejects.toThrow(`step 1 of 1, "Read": ${fault}`);
    await expect(run).rejects.toThrow('request: GET /Users/7');
    await expect(run).rejects.toThrow('got: 200 {"id":"7","groups":[]}');
  });

  it('refuses a name that no step has saved', () => {
    expect(() => substitute('/Users/{{user.id}}', new Map())).toThrow('{{user.id}} was saved by no earlier step');
  });
});
