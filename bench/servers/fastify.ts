/** Fastify with the description's schemas for path, query, body and answer. */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { tellPort } from './listening.ts';
import { type NewOrder, placeOrder } from './order.ts';

interface Route {
  Params: { customerId: string };
  Querystring: { dryRun: boolean };
  Body: NewOrder;
}

const [bundle = ''] = process.argv.slice(2);
const app = Fastify();
// Fastify knows a shared schema by its `$id`.
const text = readFileSync(bundle, 'utf8').replaceAll(/"#\/components\/schemas\/(\w+)"/g, '"$1#"');
const { schemas }: { schemas: Readonly<Record<string, object>> } = JSON.parse(text).components;
for (const [name, schema] of Object.entries(schemas)) app.addSchema({ $id: name, ...schema });
app.post<Route>(
  '/customers/:customerId/orders',
  {
    schema: {
      params: {
        type: 'object',
        required: ['customerId'],
        properties: { customerId: { type: 'string', pattern: '^cus_[0-9]{4}$' } },
      },
      querystring: { type: 'object', properties: { dryRun: { type: 'boolean', default: false } } },
      body: { $ref: 'NewOrder#' },
      response: { 201: { $ref: 'Order#' } },
    },
  },
  (request, reply) =>
    reply.code(201).send(placeOrder(request.params.customerId, request.query.dryRun, request.body)),
);
await app.listen({ port: 0, host: '127.0.0.1' });
tellPort(app.server);
