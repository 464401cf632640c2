import { isObject } from '../json-object.ts';
import { child, itemsOf, member, membersOf, type Node } from '../model/node.ts';
import { defineRule, type RuleContext } from './define-rule.ts';

/** JSON Schema closes each member of `allOf` on its own (JSON Schema 2020-12 Core, section 10.3.2.3). */
export const allOfClosed = defineRule({
  id: 'all-of-closed',
  severity: 'error',
  why: '`additionalProperties: false` inside a member of `allOf` forbids the properties that the other members add, so that no value with them is valid. Some tools merge the members first and accept it, others refuse every value.',
  help: 'Take `additionalProperties: false` out of the member, and put `unevaluatedProperties: false` beside `allOf`.',
  good: `
paths: {}
components:
  schemas:
    Named: { type: object, properties: { name: { type: string } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Named'
        - { type: object, properties: { id: { type: string } } }
      unevaluatedProperties: false
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Named: { type: object, additionalProperties: false, properties: { name: { type: string } } }
    Order:
      allOf:
        - $ref: '#/components/schemas/Named'
        - { type: object, properties: { id: { type: string } } }
`,
    at: '/components/schemas/Order/allOf/0',
  },
  Schema(schema, context) {
    const members = itemsOf(child(schema, 'allOf')).map((written) => ({
      written,
      target: context.follow(written),
    }));
    for (const { written, target } of members) {
      if (!target || member(target.value, 'additionalProperties') !== false) continue;
      const others = [
        schema,
        ...members.filter((other) => other.written !== written).map((other) => other.target),
      ];
      const shut = others
        .flatMap((other) => (other ? names(other, context) : []))
        .find((name) => !admits(target, name));
      if (shut === undefined) continue;
      context.report(
        `This member of \`allOf\` is closed and forbids \`${shut}\`, which another member has.`,
        written,
      );
    }
  },
});

const names = (schema: Node, context: RuleContext): readonly string[] => [
  ...membersOf(child(schema, 'properties')).map(([name]) => name),
  ...itemsOf(child(schema, 'allOf')).flatMap((part) => {
    const target = context.follow(part);
    return target && target.pointer !== schema.pointer
      ? membersOf(child(target, 'properties')).map(([name]) => name)
      : [];
  }),
];

/** Patterns of names are not tried: what they admit is given the benefit of the doubt. */
const admits = ({ value }: Node, name: string): boolean => {
  const properties = member(value, 'properties');
  return (
    (isObject(properties) && Object.hasOwn(properties, name)) ||
    member(value, 'patternProperties') !== undefined
  );
};
