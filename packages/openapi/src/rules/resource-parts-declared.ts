import { declares } from '../model/behaviours/declared-parts.ts';
import type { ResourceRole } from '../model/behaviours.ts';
import { defineRule, label } from './define-rule.ts';

/** The mock and the tests follow these expressions from one operation to the next. */
export const resourcePartsDeclared = defineRule({
  id: 'resource-parts-declared',
  severity: 'error',
  why: 'The role of an operation says where the id of the resource and of its parents stand, and which operation undoes it. Each must exist, or a sequence of calls cannot be built.',
  help: 'Correct the expression or the name of the operation, or declare what is missing.',
  good: `
paths:
  /orders/{orderId}/cancel:
    parameters: [{ name: orderId, in: path, required: true, schema: { type: string } }]
    post:
      operationId: cancelOrder
      x-contract-resource: { type: Order, op: action, id: $request.path.orderId }
      responses: { '204': { description: Cancelled } }
`,
  bad: {
    description: `
paths:
  /orders/{orderId}/cancel:
    parameters: [{ name: orderId, in: path, required: true, schema: { type: string } }]
    post:
      operationId: cancelOrder
      x-contract-resource: { type: Order, op: action, id: $request.path.id }
      responses: { '204': { description: Cancelled } }
`,
    at: '/paths/~1orders~1{orderId}~1cancel/post/x-contract-resource',
  },
  Operation(operation, { model, report }) {
    const { resource } = operation.behaviours;
    if (!resource) return;
    for (const { name, part } of partsOf(resource)) {
      if (declares(operation, part)) continue;
      report(
        `\`${name}\` of the resource of ${label(operation)}, \`${part.text}\`, is not declared.`,
        resource.place,
      );
    }
    if (resource.undo === undefined || model.operations.some(({ id }) => id === resource.undo)) return;
    report(
      `\`undo\` of ${label(operation)} names \`${resource.undo}\`, which is no operation.`,
      resource.place,
    );
  },
});

const partsOf = ({ id, parents }: ResourceRole) => [
  ...(id ? [{ name: 'id', part: id }] : []),
  ...Object.entries(parents).map(([name, part]) => ({ name: `parents/${name}`, part })),
];
