import { floorServer } from './server.js';
import { FloorStore } from './store.js';

/** The floor as its own process; takes the same variables as the ingress. */
function need(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

const store = new FloorStore(need('DATABASE_URL'));
await store.open();
const app = floorServer(store, need('USHER_SCIM_TOKEN'));
await app.listen({ host: '127.0.0.1', port: Number(need('USHER_HTTP_PORT')) });
process.once('SIGTERM', () => {
  void app.close().then(() => store.close());
});
