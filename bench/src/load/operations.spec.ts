import { exchangeFor, type KnownUser, type Stock } from './operations.js';

const ada: KnownUser = { id: 'a1', userName: 'ada@bench.example', externalId: 'x-1' };

function stock(created: KnownUser[] = []): Stock {
  let counter = 0;
  return { users: [ada], next: () => counter++, tag: 't', created: (user) => created.push(user) };
}
const listOf = (...resources: object[]): string =>
  JSON.stringify({ totalResults: resources.length, Resources: resources });

describe('answers under load', () => {
  it('a create counts only with 201, an id and the name that was sent', () => {
    const created: KnownUser[] = [];
    const exchange = exchangeFor.create(stock(created));
    const userName = 't.0@bench.example';
    expect(exchange.check(200, JSON.stringify({ id: 'n1', userName }))).toMatch('status 200');
    expect(exchange.check(201, JSON.stringify({ id: 'n1', userName: 'another' }))).toMatch('not the user');
    expect(created).toEqual([]);
    expect(exchange.check(201, JSON.stringify({ id: 'n1', userName }))).toBeUndefined();
    expect(created).toEqual([{ id: 'n1', userName, externalId: 't-0' }]);
  });

  it('a PATCH that changed nothing is a wrong answer', () => {
    const exchange = exchangeFor.patch(stock());
    const { Operations } = JSON.parse(exchange.body!) as { Operations: [{ value: string }] };
    expect(exchange.check(200, JSON.stringify({ ...ada, displayName: 'as before' }))).toMatch('not renamed');
    expect(exchange.check(200, JSON.stringify({ ...ada, displayName: Operations[0].value }))).toBeUndefined();
  });

  it('a read of another user, an empty list and a list of two are wrong answers', () => {
    const other = { ...ada, id: 'a2' };
    expect(exchangeFor.get(stock()).check(200, JSON.stringify(other))).toMatch('not user a1');
    const { check, path } = exchangeFor['filter userName'](stock());
    expect(path).toBe('/scim/v2/Users?filter=userName%20eq%20%22ada%40bench.example%22');
    expect(check(200, listOf())).toMatch('not a list');
    expect(check(200, listOf(ada, other))).toMatch('not a list');
    expect(check(200, listOf(ada))).toBeUndefined();
  });
});
