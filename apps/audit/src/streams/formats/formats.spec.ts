import { ledgerEntry } from '../../testing/entries.js';
import { cefLine } from './cef.js';
import { ocsfEvent } from './ocsf.js';

describe('an entry in OCSF', () => {
  it.each([
    [{ action: 'create' }, 300101],
    [{ action: 'deactivate' }, 300105],
    [{ action: 'reactivate' }, 300102],
    [{ action: 'delete', kind: 'outcome' as const }, 300106],
    [{ action: 'update' }, 300199],
    [{ action: 'group.create' }, 300606],
    [{ action: 'group.update' }, 300699],
    [{ action: 'token.create', kind: 'operation' as const }, 300401],
    [{ action: 'target.update', kind: 'operation' as const }, 300403],
    [{ action: 'access.refuse', kind: 'operation' as const }, 300201],
  ])('%j is an event of type %i', (given, type) => {
    const event = ocsfEvent(ledgerEntry(given));
    expect(event.type_uid).toBe(type);
    expect(event.type_uid).toBe(Number(event.class_uid) * 100 + Number(event.activity_id));
  });

  it('has what the schema requires of every class, and who, from where, whose account', () => {
    const event = ocsfEvent(ledgerEntry({ status: 'rejected', code: 'login_taken', kind: 'outcome', login: 'bj' }));
    expect(event).toMatchObject({
      category_uid: 3,
      time: Date.parse('2026-11-24T13:00:00Z'),
      severity_id: 2,
      status_id: 2,
      status_code: 'login_taken',
      metadata: { version: '1.3.0', product: { vendor_name: 'Usher' }, sequence: 7 },
      actor: { user: { name: 'Okta' } },
      src_endpoint: { ip: '203.0.113.7' },
      user: { name: 'bjensen', email_addr: 'bjensen@example.com', account: { name: 'bj' } },
    });
  });

  it('names a group, an entity, an unknown user where the class requires one', () => {
    const nobody = { userName: null, email: null, resourceId: null, externalId: null };
    expect(ocsfEvent(ledgerEntry({ action: 'access.refuse', ...nobody }))).toMatchObject({ user: { name: 'unknown' } });
    expect(ocsfEvent(ledgerEntry({ action: 'group.delete', ...nobody, resourceId: 'g1' }))).toMatchObject({
      group: { uid: 'g1', name: 'g1' },
    });
    expect(ocsfEvent(ledgerEntry({ action: 'token.create', kind: 'operation', connection: null }))).toMatchObject({
      entity: { name: 'Usher' },
    });
  });
});

describe('an entry in CEF', () => {
  it('is one line whose head and values can be told apart, whatever they hold', () => {
    const line = cefLine(
      ledgerEntry({ action: 'a|b\\c', userName: 'x=y\\z', detail: 'one\r\ntwo|three', actor: 'Okta = good' }),
    );
    expect(line).not.toMatch(/[\r\n]/);
    const [head = '', ...rest] = line.split(/(?<!\\)\|/);
    expect([head, ...rest.slice(0, 6)]).toEqual([
      'CEF:0',
      'Usher',
      'Usher',
      '1',
      'a\\|b\\\\c',
      'request a\\|b\\\\c',
      '2',
    ]);
    expect(line).toContain('duser=x\\=y\\\\z ');
    expect(line).toContain('msg=one\\ntwo|three ');
    expect(line).toContain('suser=Okta \\= good ');
  });

  it('has an IPv6 address where CEF wants it, and leaves out what there is none of', () => {
    const line = cefLine(ledgerEntry({ sourceIp: '2001:db8::1', code: null }));
    expect(line).toContain('c6a2=2001:db8::1 c6a2Label=Source IPv6 Address');
    expect(line).not.toMatch(/ (src|reason)=/);
  });
});
