import type { Connection } from '../../api/connections.js';
import { changedSettings, schemasOf, settingsForm } from './settings-form.js';

const connection = {
  ...{ name: 'Okta', preset: 'okta', strict: false, passwordSync: false, rateLimit: null },
  ...{ answer: { mode: 'accepted', timeoutSeconds: 10 }, schemas: { user: [{ id: 'urn:x' }], group: [] } },
} as unknown as Connection;
const form = settingsForm(connection);

describe('the settings of a connection', () => {
  it('that were not changed are not sent', () => {
    expect(changedSettings(form, form)).toEqual({});
    expect(changedSettings({ ...form, userSchemas: '[ { "id" : "urn:x" } ]' }, form)).toEqual({});
  });

  it('are sent one by one, schemas of one kind without those of the other', () => {
    expect(changedSettings({ ...form, name: ' Okta EU ', rateLimit: 0 }, form)).toEqual({
      name: 'Okta EU',
      rateLimit: 0,
    });
    expect(changedSettings({ ...form, userSchemas: '' }, form)).toEqual({ schemas: { user: [] } });
  });

  it('send how an answer waits as a whole', () => {
    const answer = { mode: 'applied', timeoutSeconds: 20 } as const;
    expect(changedSettings({ ...form, ...answer }, form)).toEqual({ answer });
  });

  it('take a rate limit back to what is configured', () => {
    const limited = { ...connection, rateLimit: 5 };
    expect(changedSettings({ ...settingsForm(limited), rateLimit: '' }, settingsForm(limited))).toEqual({
      rateLimit: null,
    });
  });

  it.each(['{', '{}', '[1]', '[null]'])('have no list of schemas in %s', (text) => {
    expect(schemasOf(text)).toBeNull();
  });
});
