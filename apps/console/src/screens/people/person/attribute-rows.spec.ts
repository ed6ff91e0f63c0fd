import { attributeRows } from './attribute-rows.js';
import { attributeWords } from './attribute-words.js';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const shown = (attributes: Record<string, unknown>): string[] =>
  attributeRows(attributes).map(({ name, value }) => `${name}: ${value}`);

describe('the attributes of a person', () => {
  it('are told one under the other, each value of several with its type', () => {
    const emails = [
      { value: 'ada@work.example', type: 'work', primary: true },
      { value: 'ada@home.example', type: 'home' },
    ];
    expect(shown({ userName: 'ada', name: { givenName: 'Ada', familyName: 'L' }, emails })).toEqual([
      'userName: ada',
      'name.givenName: Ada',
      'name.familyName: L',
      'emails (work, primary): ada@work.example',
      'emails (home): ada@home.example',
    ]);
  });

  it('of an extension come last, and name it', () => {
    const manager = { value: '26118', displayName: 'Grace' };
    const rows = attributeRows({ [ENTERPRISE]: { department: 'Mathematics', manager }, title: 'Countess' });
    expect(rows).toEqual([
      { name: 'title', value: 'Countess', schema: '' },
      { name: 'department', value: 'Mathematics', schema: ENTERPRISE },
      { name: 'manager', value: 'Grace (26118)', schema: ENTERPRISE },
    ]);
  });

  it('of several parts without a value are told part by part', () => {
    const addresses = [{ type: 'work', locality: 'London', country: 'GB' }];
    expect(shown({ addresses })).toEqual(['addresses (work).locality: London', 'addresses (work).country: GB']);
  });

  it('are left out where they are empty or said elsewhere', () => {
    expect(shown({ schemas: ['x'], active: true, groups: [], meta: {}, nickName: '', title: null })).toEqual([]);
  });

  it('are called by words where they are usual, with what kind of value it is', () => {
    expect(attributeWords('name.givenName')).toBe('First name');
    expect(attributeWords('emails (work, primary)')).toBe('E-mail address (work, primary)');
    expect(attributeWords('constructor')).toBe('constructor');
    expect(attributeWords('shoeSize (left)')).toBe('shoeSize (left)');
  });
});
