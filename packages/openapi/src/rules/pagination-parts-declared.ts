import type { Operation } from '../model/api-model.ts';
import { declares } from '../model/behaviours/declared-parts.ts';
import type { ExchangePart, Pagination } from '../model/behaviours.ts';
import { defineRule, label, type RuleContext } from './define-rule.ts';
import { isJson } from './media.ts';
import { isSuccess } from './status.ts';

const requestSide = ['cursor', 'limit', 'page', 'offset'] as const;
const responseSide = ['next', 'hasMore', 'total'] as const;

/** A promise about a header that no response declares cannot be kept or checked. */
export const paginationPartsDeclared = defineRule({
  id: 'pagination-parts-declared',
  severity: 'error',
  why: 'Clients page with the parameters and headers that the pagination names. When the operation does not declare one of them, generated code has no place for it and no test can hold the server to it.',
  help: 'Declare the parameter or header on the operation, or correct the expression.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: cursor, cursor: $request.query.after, items: $response.body#/data, next: $response.body#/next }
      parameters: [{ name: after, in: query, schema: { type: string } }]
      responses:
        '200':
          description: A page of orders
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { type: string } }
                  next: { type: [string, 'null'] }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: listOrders
      x-contract-pagination: { type: cursor, cursor: $request.query.cursor, items: $response.body#/data, next: $response.body#/next }
      parameters: [{ name: after, in: query, schema: { type: string } }]
      responses:
        '200':
          description: A page of orders
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: { type: array, items: { type: string } }
                  next: { type: [string, 'null'] }
`,
    at: '/paths/~1orders/get',
  },
  Operation(operation, context) {
    const { pagination } = operation.behaviours;
    if (!pagination) return;
    for (const { name, part, side } of namedParts(pagination)) {
      const problem = part.message === side ? missing(operation, part, context) : `is no part of the ${side}`;
      if (!problem) continue;
      context.report(
        `\`${name}\` of the pagination of ${label(operation)}, \`${part.text}\`, ${problem}.`,
        operation.place,
        {
          ...(pagination.source !== 'x-contract' && { severity: 'warning' }),
        },
      );
    }
  },
});

interface NamedPart {
  readonly name: string;
  readonly part: ExchangePart;
  readonly side: 'request' | 'response';
}

function namedParts(pagination: Pagination): readonly NamedPart[] {
  const of = (
    names: readonly (typeof requestSide | typeof responseSide)[number][],
    side: NamedPart['side'],
  ) =>
    names.flatMap((name) => {
      const part = pagination[name];
      return part ? [{ name, part, side }] : [];
    });
  return [...of(requestSide, 'request'), ...of(responseSide, 'response')];
}

function missing(operation: Operation, part: ExchangePart, context: RuleContext): string | undefined {
  if (part.in !== 'body') return declares(operation, part) ? undefined : 'is not declared';
  const bodies =
    part.message === 'request'
      ? (operation.requestBody?.content ?? [])
      : operation.responses.filter(isSuccess).flatMap(({ content }) => content);
  const schemas = bodies.flatMap(({ mediaType, schema }) =>
    isJson(mediaType) && schema !== undefined ? [schema] : [],
  );
  const isNowhere =
    schemas.length > 0 && schemas.every((schema) => context.schemas.at(schema, part.pointer)?.length === 0);
  return isNowhere ? 'is not in the schema of the body' : undefined;
}
