import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { press, see, signIn } from '../src/console/acts.js';
import { ConsoleStage, inBrowser } from '../src/console/console-stage.js';
import { eventually } from '../src/clients.js';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

interface Delivery {
  headers: IncomingHttpHeaders;
  body: string;
}

let stage: ConsoleStage;
/** A SIEM: keeps what it is sent, and answers as it is told to. */
let receiver: Server;
let deliveries: Delivery[];
let answers = 200;

beforeAll(async () => {
  deliveries = [];
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      if (answers === 200) deliveries.push({ headers: request.headers, body });
      response.writeHead(answers).end();
    });
  });
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening));
  stage = await ConsoleStage.set();
}, 180_000);
afterAll(async () => {
  receiver?.close();
  await stage?.strike();
}, 60_000);

const name =
  'a stream is added, tried, and sends what is recorded, signed by the secret that is shown once; it is told when it fails';
it(
  name,
  inBrowser(
    () => stage,
    name,
    async (page) => {
      const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/usher`;
      await signIn(page, stage.operatorToken, '/audit/streams');
      await see(page, 'Nothing is sent anywhere');
      await press(page, 'Add a stream');
      const form = page.getByRole('dialog');
      await form.getByLabel('Name').fill('SIEM');
      await press(form, 'Add a stream');
      await see(form, 'Give its address.');
      await form.getByLabel('Address').fill(address);
      await form.getByLabel('Headers').fill('Authorization: Splunk 1234');
      await press(form, 'Add a stream');
      await see(page, 'SIEM: Copy the secret now');
      const secret = (await page.getByText(/^whsec_/).innerText()).trim();
      await press(page, 'I have it');
      expect(await page.getByText(secret).count()).toBe(0);

      const row = page.getByRole('list', { name: 'Streams' }).getByRole('listitem');
      await press(row, 'Test');
      await see(page, /^The receiver answered 200/);
      await stage.idp().post({ schemas: [USER], userName: 'ada', emails: [{ value: 'ada@example.com' }] });
      const created = await eventually('the entry', () =>
        Promise.resolve(deliveries.find(({ body }) => body.includes('"create"') && body.includes('ada@example.com'))),
      );
      expect(created.headers.authorization).toBe('Splunk 1234');
      expect(created.headers['webhook-signature']).toBe(signed(created, secret));

      await press(row, 'Change');
      await form.getByLabel('Name').fill('SIEM in Frankfurt');
      await see(form, /^What is there \(authorization\) stays/i);
      await press(form, 'Save');
      await see(row, 'SIEM in Frankfurt');
      await see(row, /with the headers? .*authorization/i);

      answers = 503;
      await press(row, 'Test');
      await see(page, /^It did not arrive: .*503/);
      await press(row, 'Pause');
      await see(row, 'Paused');
      await press(row, 'Remove');
      await press(page.getByRole('dialog'), 'Remove');
      await see(page, 'Nothing is sent anywhere');
    },
  ),
  90_000,
);

/** As standardwebhooks.com describes it. */
function signed({ headers, body }: Delivery, secret: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}
