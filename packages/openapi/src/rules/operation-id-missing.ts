import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const operationIdMissing = defineRule({
  id: 'operation-id-missing',
  severity: findings['operation-id-missing'],
  strict: 'error',
  why: 'The `operationId` is the name of the operation in code, tests and docs. A name made from the path changes when the path does.',
  help: 'Give each operation an `operationId`.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      responses: { '200': { description: The orders } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      responses: { '200': { description: The orders } }
`,
    at: '/paths/~1orders/get',
  },
});
