import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const refLeadsNowhere = defineRule({
  id: 'ref-leads-nowhere',
  severity: findings['ref-leads-nowhere'],
  why: 'A reference that names nothing, or that goes round in a circle without ever describing a value, leaves a hole: types become `unknown`, nothing is checked there, and a validator may never end.',
  help: 'Correct the reference, or add what it names.',
  good: `
paths: {}
components:
  schemas:
    Node:
      type: object
      properties:
        parent: { $ref: '#/components/schemas/Node' }
`,
  bad: {
    description: `
paths: {}
components:
  schemas:
    Node: { $ref: '#/components/schemas/Node' }
`,
    at: '/components/schemas/Node',
  },
});
