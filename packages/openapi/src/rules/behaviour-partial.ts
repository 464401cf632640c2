import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const behaviourPartial = defineRule({
  id: 'behaviour-partial',
  severity: findings['behaviour-partial'],
  why: 'A pagination at the root holds for each GET that declares every parameter and header it names. One that declares only some is either a mistake or not paginated at all, and nobody can tell which.',
  help: 'Declare what is missing, or write `x-contract-pagination: false`.',
  good: `
x-contract-pagination: { type: cursor, cursor: $request.query.cursor, next: $response.header.X-Next-Cursor }
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        '200':
          description: A page of orders
          headers: { X-Next-Cursor: { schema: { type: string } } }
          content: { application/json: { schema: { type: array, items: { type: string } } } }
`,
  bad: {
    description: `
x-contract-pagination: { type: cursor, cursor: $request.query.cursor, next: $response.header.X-Next-Cursor }
paths:
  /orders:
    get:
      operationId: listOrders
      parameters: [{ name: cursor, in: query, schema: { type: string } }]
      responses:
        '200':
          description: A page of orders
          content: { application/json: { schema: { type: array, items: { type: string } } } }
`,
    at: '/paths/~1orders/get',
  },
});
