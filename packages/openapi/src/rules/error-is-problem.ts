import type { ApiModel } from '../model/api-model.ts';
import { defineRule, label } from './define-rule.ts';
import { isProblem } from './media.ts';
import { isError } from './status.ts';

/** Clients parse one error shape, so every error response uses it (RFC 9457). */
export const errorIsProblem = defineRule({
  id: 'error-is-problem',
  severity: 'error',
  why: 'Clients read errors in one place of their code. An API that answers some errors as problem details (RFC 9457, `application/problem+json`) and others otherwise makes them guess. Where no error is a problem yet, only the preset `strict` asks for it.',
  help: 'Give the response `content` of `application/problem+json`.',
  good: `
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: The orders }
        '400':
          description: The request is not valid
          content: { application/problem+json: { schema: { type: object } } }
`,
  bad: {
    description: `
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: The orders }
        '400':
          description: The request is not valid
          content: { application/problem+json: { schema: { type: object } } }
        '404': { description: There is no such order }
`,
    at: '/paths/~1orders/get/responses/404',
  },
  Response(response, { model, operation, isStrict, report }) {
    if (!isError(response) || response.content.some(({ mediaType }) => isProblem(mediaType))) return;
    // A HEAD answer has no body to hold a problem.
    if (operation.method === 'HEAD' || !(isStrict || usesProblems(model))) return;
    report(`${label(operation)} answers ${response.status} without a problem body.`, response.place);
  },
});

const answers = new WeakMap<ApiModel, boolean>();

function usesProblems(model: ApiModel): boolean {
  const known = answers.get(model);
  if (known !== undefined) return known;
  const answer = model.operations.some(({ responses }) =>
    responses.some(({ content }) => content.some(({ mediaType }) => isProblem(mediaType))),
  );
  answers.set(model, answer);
  return answer;
}
