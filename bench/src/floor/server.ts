import { randomUUID } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import type { FloorStore } from './store.js';

const SCIM = 'application/scim+json; charset=utf-8';
const USERS = '/scim/v2/Users';

interface CreateBody {
  userName: string;
  externalId: string;
}
interface PatchBody {
  Operations: { op: string; path: string; value: string }[];
}

/** The floor: Fastify without a framework, a schema check, a log or a metric. It trusts whatever it is sent. */
export function floorServer(store: FloorStore, token: string): FastifyInstance {
  const app = fastify({ logger: false });
  const authorization = `Bearer ${token}`;
  const headers = JSON.stringify({ ce_specversion: '1.0', ce_type: 'user', ce_source: '/floor' });

  app.addContentTypeParser('application/scim+json', { parseAs: 'string' }, (_request, body, done) => {
    done(null, JSON.parse(body as string));
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.authorization === authorization) done();
    else void reply.code(401).send('');
  });

  app.get('/health/ready', () => ({ status: 'ok' }));

  app.post<{ Body: CreateBody }>(USERS, async (request, reply) => {
    const { body } = request;
    const id = randomUUID();
    const now = new Date().toISOString();
    const location = `${USERS}/${id}`;
    const meta = { resourceType: 'User', created: now, lastModified: now, location, version: 'W/"1"' };
    const resource = JSON.stringify({ ...body, id, active: true, meta });
    await store.create({ id, userName: body.userName, externalId: body.externalId, resource }, headers);
    return reply.code(201).type(SCIM).header('location', location).send(resource);
  });

  app.patch<{ Params: { id: string }; Body: PatchBody }>(`${USERS}/:id`, async (request, reply) => {
    const displayName = request.body.Operations[0]?.value ?? '';
    const resource = await store.rename(request.params.id, displayName, headers);
    if (resource === undefined) return reply.code(404).send('');
    return reply.type(SCIM).send(resource);
  });

  app.get<{ Params: { id: string } }>(`${USERS}/:id`, async (request, reply) => {
    const resource = await store.byId(request.params.id);
    if (resource === undefined) return reply.code(404).send('');
    return reply.type(SCIM).send(resource);
  });

  app.get<{ Querystring: { filter: string } }>(USERS, async (request, reply) => {
    const [attribute, , quoted = ''] = request.query.filter.split(' ');
    const value = quoted.slice(1, -1);
    const found = await (attribute === 'userName' ? store.byUserName(value) : store.byExternalId(value));
    const total = found === undefined ? 0 : 1;
    return reply
      .type(SCIM)
      .send(
        `{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":${total},"startIndex":1,` +
          `"itemsPerPage":${total},"Resources":[${found ?? ''}]}`,
      );
  });

  return app;
}
