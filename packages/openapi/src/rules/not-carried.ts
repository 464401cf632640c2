import { findings } from '../model/findings.ts';
import { defineRule } from './define-rule.ts';

export const notCarried = defineRule({
  id: 'not-carried',
  severity: findings['not-carried'],
  why: 'The description is right, but types, mock and tests do not know this part of it. It is said here so that nothing is lost in silence.',
  help: 'Nothing to do, unless you expect types, mock or tests of this part.',
  good: `
paths:
  /streams:
    post:
      operationId: openStream
      responses: { '201': { description: Opened } }
webhooks:
  streamEnded:
    post:
      operationId: streamEnded
      responses: { '204': { description: Noted } }
`,
  bad: {
    description: `
paths:
  /streams:
    post:
      operationId: openStream
      responses: { '201': { description: Opened } }
      callbacks:
        ended:
          '{$request.body#/url}':
            post:
              responses: { '204': { description: Noted } }
`,
    at: '/paths/~1streams/post/callbacks',
  },
});
