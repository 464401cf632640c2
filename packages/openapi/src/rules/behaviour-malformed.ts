import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const behaviourMalformed = defineRule({
  id: 'behaviour-malformed',
  severity: findings['behaviour-malformed'],
  why: 'A declaration that cannot be read promises nothing: no client pages, no server limits, no test proves.',
  help: 'Give the declaration the fields that the vocabulary describes.',
  good: `
x-contract-idempotency: { key: $request.header.Idempotency-Key, window: PT60M }
paths: {}
x-contract-tenancy: { tenant: organization }
`,
  bad: {
    description: `
x-contract-tenancy: { tenant: organization, foreign: 404 }
paths: {}
`,
    at: '/x-contract-tenancy/foreign',
  },
});
