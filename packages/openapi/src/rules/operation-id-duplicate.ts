import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const operationIdDuplicate = defineRule({
  id: 'operation-id-duplicate',
  severity: findings['operation-id-duplicate'],
  why: 'Two operations of one name cannot both be called by it: one of them gets another name in code.',
  help: 'Give each operation an `operationId` of its own.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      responses: { '200': { description: The orders } }
    post:
      operationId: createOrder
      responses: { '201': { description: The order } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: orders
      responses: { '200': { description: The orders } }
    post:
      operationId: orders
      responses: { '201': { description: The order } }
`,
    at: '/paths/~1orders/post',
  },
});
