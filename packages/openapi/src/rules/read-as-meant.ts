import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const readAsMeant = defineRule({
  id: 'read-as-meant',
  severity: findings['read-as-meant'],
  why: 'By the letter of its version of OpenAPI the text says something other than its author plainly meant. Tools differ in how they read it.',
  help: 'Write it as this version of OpenAPI has it.',
  good: `
paths: {}
components:
  schemas:
    Pair:
      type: array
      prefixItems: [{ type: string }, { type: integer }]
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Pair:
      type: array
      items: [{ type: string }, { type: integer }]
`,
    at: '/components/schemas/Pair/items',
  },
});
