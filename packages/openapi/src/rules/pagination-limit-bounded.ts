import type { Operation, Parameter } from '../model/api-model.ts';
import type { ExchangePart } from '../model/behaviours.ts';
import { member } from '../model/node.ts';
import { defineRule, label } from './define-rule.ts';

/** How many items come without a limit, and how many may be asked for. */
export const paginationLimitBounded = defineRule({
  id: 'pagination-limit-bounded',
  severity: 'warning',
  isStrictOnly: true,
  why: 'Without a default nobody knows how long a page is; without a maximum one caller can ask for everything at once.',
  help: 'Give the schema of the limit a `default` and a `maximum`.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: page, page: $request.query.page, limit: $request.query.limit }
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100, default: 20 } }
      responses:
        '200':
          description: A page of orders
          content: { application/json: { schema: { type: array, items: { type: string } } } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: page, page: $request.query.page, limit: $request.query.limit }
      parameters:
        - { name: page, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1 } }
      responses:
        '200':
          description: A page of orders
          content: { application/json: { schema: { type: array, items: { type: string } } } }
`,
    at: '/paths/~1orders/get/parameters/1',
  },
  Operation(operation, { schemas, report }) {
    const limit = operation.behaviours.pagination?.limit;
    const parameter = limit && parameterOf(operation, limit);
    if (!parameter) return;
    const parts = schemas.parts(parameter.schema);
    const missing = ['default', 'maximum'].filter((keyword) =>
      parts.every((part) => member(part, keyword) === undefined),
    );
    if (missing.length === 0) return;
    report(
      `The limit \`${parameter.name}\` of ${label(operation)} has no ${missing.map((keyword) => `\`${keyword}\``).join(' and no ')}.`,
      parameter.place,
    );
  },
});

const parameterOf = ({ parameters }: Operation, part: ExchangePart): Parameter | undefined =>
  part.in === 'body'
    ? undefined
    : parameters.find(({ name, in: location }) => name === part.name && location === part.in);
