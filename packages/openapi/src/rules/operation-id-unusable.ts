import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const operationIdUnusable = defineRule({
  id: 'operation-id-unusable',
  severity: findings['operation-id-unusable'],
  strict: 'error',
  why: 'The `operationId` names functions and keys of objects. With other characters, or with a name that JavaScript gives a meaning of its own (`constructor`, `then`), code carries another name than the description.',
  help: 'Use letters, digits and `_`, beginning with a letter.',
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
      operationId: orders/list
      responses: { '200': { description: The orders } }
`,
    at: '/paths/~1orders/get',
  },
});
