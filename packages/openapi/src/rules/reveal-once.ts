import { child, isAbsent } from '../model/node.ts';
import { defineRule } from './define-rule.ts';

export const revealOnce = defineRule({
  id: 'reveal-once',
  severity: 'error',
  why: '`x-contract-reveal: once` marks a secret that only the answer of the operation that made it carries. Any other value marks nothing, and the secret is treated as an ordinary field.',
  help: 'Write `x-contract-reveal: once`.',
  good: `
paths: {}
components:
  schemas:
    TokenCreated:
      type: object
      properties:
        token: { type: string, x-contract-reveal: once }
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    TokenCreated:
      type: object
      properties:
        token: { type: string, x-contract-reveal: true }
`,
    at: '/components/schemas/TokenCreated/properties/token/x-contract-reveal',
  },
  Schema(schema, { report }) {
    const reveal = child(schema, 'x-contract-reveal');
    if (isAbsent(reveal) || reveal.value === 'once') return;
    report('`x-contract-reveal` has one value, `once`.', reveal);
  },
});
