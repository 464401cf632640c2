import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const partMalformed = defineRule({
  id: 'part-malformed',
  severity: findings['part-malformed'],
  why: 'A part that does not have the shape OpenAPI gives it is left out: no code, mock or test knows of it.',
  help: 'Give the part the shape that OpenAPI describes.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: status, in: query, style: form, schema: { type: string } }
      responses: { '200': { description: The orders } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: listOrders
      parameters:
        - { name: status, in: query, style: simple, schema: { type: string } }
      responses: { '200': { description: The orders } }
`,
    at: '/paths/~1orders/get/parameters/0',
  },
});
