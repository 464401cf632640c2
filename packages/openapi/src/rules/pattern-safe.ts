import { defineRule } from './define-rule.ts';
import { patternsOf } from './pattern-valid.ts';

/** A server that checks such a pattern can be stopped by one request. */
export const patternSafe = defineRule({
  id: 'pattern-safe',
  severity: 'warning',
  strict: 'error',
  why: 'Some patterns take time that explodes with the length of a text that almost matches: forty characters can keep a server busy for hours (ReDoS). Every server and client that checks the description runs them.',
  help: 'Rewrite it so that no two repetitions can match the same text, for example `^a+$` for `^(a+)+$`.',
  good: `
paths: {}
components:
  schemas:
    Letters: { type: string, pattern: '^a+$' }
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Letters: { type: string, pattern: '^(a+)+$' }
`,
    at: '/components/schemas/Letters/pattern',
  },
  Schema(schema, { patterns, isStrict, report }) {
    for (const { pattern, node } of patternsOf(schema)) {
      const verdict = patterns.judge(pattern);
      if (verdict.kind === 'unsafe') {
        report(`The time to match \`${pattern}\` grows ${verdict.growth} with the length of the text.`, node);
      } else if (verdict.kind === 'unknown' && isStrict) {
        report(`Whether \`${pattern}\` is safe could not be found out in time.`, node, { severity: 'info' });
      }
    }
  },
});
