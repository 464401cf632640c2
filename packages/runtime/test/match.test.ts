import { type AnyOutcome, match, UndeclaredOutcome } from '@plumbline/runtime/client';
import { expect, test } from 'vitest';

function outcomeOf(status: number): AnyOutcome {
  const response = status === 0 ? Response.error() : new Response(null, { status });
  return { status, headers: response.headers, mediaType: undefined, response };
}

/** Of each kind one; which of them a result needs, the types say. */
const handlers = {
  200: () => 'ok',
  404: () => 'gone',
  '4XX': ({ status }: AnyOutcome) => `refused with ${status}`,
  undeclared: ({ status }: AnyOutcome) => `undeclared ${status}`,
  unanswered: () => 'unanswered',
};

test.each([
  [200, 'ok'],
  [404, 'gone'],
  [418, 'refused with 418'],
  [503, 'undeclared 503'],
  [0, 'unanswered'],
])('an outcome of %i goes to its own function, else to that of its range', (status, result) => {
  expect(match(outcomeOf(status), handlers)).toBe(result);
});

test('`default` takes what no other declared outcome is', () => {
  expect(match(outcomeOf(503), { ...handlers, default: () => 'default' })).toBe('default');
});

test('an undeclared outcome is an error where nobody expects one', () => {
  const { 200: ok } = handlers;
  expect(() => match(outcomeOf(503), { 200: ok })).toThrow(UndeclaredOutcome);
  expect(() => match(outcomeOf(503), { 200: ok })).toThrow('declares no answer 503 (no media type)');
  // Nothing that an object inherits is taken for a function of an outcome.
  expect(() => match(outcomeOf(503), Object.create({ 503: ok }))).toThrow(UndeclaredOutcome);
});
