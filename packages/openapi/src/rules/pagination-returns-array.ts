import type { Operation, Response } from '../model/api-model.ts';
import type { Pagination } from '../model/behaviours.ts';
import { defineRule, label, type RuleContext } from './define-rule.ts';
import { isJson } from './media.ts';
import { isSuccess } from './status.ts';

/** Items come in an array, or there is nothing to go through. */
export const paginationReturnsArray = defineRule({
  id: 'pagination-returns-array',
  severity: 'error',
  why: 'Clients go through the items of each page. `items` (the whole body where it is not given) must lead to an array in the schema of the success response.',
  help: 'Let the response be an array, or point `items` at the array in it.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: page, page: $request.query.page, items: $response.body#/data }
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: A page of orders
          content:
            application/json:
              schema: { type: object, properties: { data: { type: array, items: { type: string } } } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: page, page: $request.query.page }
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: A page of orders
          content:
            application/json:
              schema: { type: object, properties: { data: { type: array, items: { type: string } } } }
`,
    at: '/paths/~1orders/get/responses/200',
  },
  Operation(operation, context) {
    const { pagination } = operation.behaviours;
    if (!pagination) return;
    for (const response of operation.responses.filter(isSuccess)) {
      const problem = whyNoArray(response, pagination, context);
      if (problem) context.report(describe(operation, pagination, problem), response.place);
    }
  },
});

const describe = (operation: Operation, { items }: Pagination, problem: string): string =>
  `The items of the paginated ${label(operation)}, \`${items.text}\`, ${problem}.`;

function whyNoArray(
  { content }: Response,
  { items }: Pagination,
  { schemas }: RuleContext,
): string | undefined {
  if (items.in !== 'body' || items.message !== 'response') return 'are no part of the response body';
  for (const { mediaType, schema } of content) {
    if (!isJson(mediaType) || schema === undefined) continue;
    const found = schemas.at(schema, items.pointer);
    if (found?.length === 0) return 'are not in the schema of the body';
    const isOther = found?.every((part) => schemas.isOfType(part, 'array') === false);
    if (isOther) return 'are no array';
  }
  return undefined;
}
