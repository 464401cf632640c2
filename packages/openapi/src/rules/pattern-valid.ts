import { child, membersOf, type Node } from '../model/node.ts';
import { defineRule } from './define-rule.ts';

/** JSON Schema's patterns are ECMA-262 with the `u` flag (JSON Schema 2020-12 Core, section 6.4). */
export const patternValid = defineRule({
  id: 'pattern-valid',
  severity: 'error',
  why: 'Patterns are regular expressions of JavaScript with Unicode. One in another dialect (`\\Z`, `(?i)`, `\\-` outside of brackets) is refused by some tools and ignored by others.',
  help: 'Write the pattern as an ECMA-262 regular expression; try it with `new RegExp(pattern, "u")`.',
  good: `
paths: {}
components:
  schemas:
    Slug: { type: string, pattern: '^[a-z0-9-]+$' }
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Slug: { type: string, pattern: '^[a-z0-9-]+(' }
`,
    at: '/components/schemas/Slug/pattern',
  },
  Schema(schema, { model, patterns, report }) {
    for (const { pattern, node } of patternsOf(schema)) {
      const verdict = patterns.judge(pattern);
      // OpenAPI 3.0 has the dialect of ECMA-262 edition 5.1, which knows no `u` flag.
      if (patterns.isLegacy(pattern) && !model.openapi.startsWith('3.0')) {
        report(`The pattern \`${pattern}\` is valid only without the \`u\` flag.`, node, {
          severity: 'warning',
        });
      }
      if (verdict.kind === 'invalid')
        report(`The pattern \`${pattern}\` is not valid: ${verdict.reason}.`, node);
    }
  },
});

/** The patterns a schema has for the value itself and for the names of its properties. */
export function patternsOf(schema: Node): readonly { pattern: string; node: Node }[] {
  const own = child(schema, 'pattern');
  const names = membersOf(child(schema, 'patternProperties')).map(([pattern, node]) => ({ pattern, node }));
  return typeof own.value === 'string' ? [{ pattern: own.value, node: own }, ...names] : names;
}
