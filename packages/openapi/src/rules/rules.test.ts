import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Diagnostic } from '../diagnostic.ts';
import { lintByOwnRules } from '../lint/own-rules.ts';
import { presets } from './presets.ts';
import { rules } from './registry.ts';

const file = '/description/openapi.yaml';

/** What every description has, and the examples of the rules leave out. */
const frame = { openapi: '3.1.1', info: { title: 'Orders', version: '1.0.0' } };

function lint(description: string, changes: Readonly<Record<string, 'off'>> = {}): readonly Diagnostic[] {
  const source = {
    root: file,
    bundle: { ...frame, ...parse(description) },
    sourceOf: (pointer: string) => ({ file, pointer }),
    locate: (place: Diagnostic['place']) => place,
  };
  return lintByOwnRules(source, { preset: 'strict', rules: changes });
}

/** Rules that ask for something more of a description that is otherwise right for another rule's example. */
const beside: Readonly<Record<string, 'off'>> = { 'error-is-problem': 'off' };

describe.each(rules)('$id', (rule) => {
  const others = rule.id in beside ? {} : beside;

  test('reports its bad example, at the place it names, and nothing else', () => {
    const found = lint(rule.bad.description, others);
    expect(found.map(({ rule: id, place }) => ({ id, at: place.pointer }))).toEqual([
      { id: rule.id, at: rule.bad.at },
    ]);
  });

  test('is silent about its good example, as every other rule is', () => {
    expect(lint(rule.good, others)).toEqual([]);
  });

  test('says why and what to do, in sentences', () => {
    expect(rule.why).toMatch(/[.:)]$/);
    expect(rule.help).toMatch(/^[A-Z].*[.)]$/);
    expect(presets.strict[rule.id]).toBeDefined();
  });

  test('can be switched off', () => {
    const found = lint(rule.bad.description, { ...others, [rule.id]: 'off' });
    expect(found).toEqual([]);
  });
});

test('ids are unique and in order', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
});

test('a response that operations share is reported once, for the first of them', () => {
  const found = lint(
    `
x-contract-rate-limit: { policies: [{ name: all, quota: 60, window: PT1M }] }
paths:
  /orders:
    get: { operationId: listOrders, responses: { '200': { description: The orders }, '429': { $ref: '#/components/responses/Slow' } } }
    post: { operationId: createOrder, responses: { '201': { description: The order }, '429': { $ref: '#/components/responses/Slow' } } }
components: { responses: { Slow: { description: Too many requests } } }
`,
    beside,
  );
  expect(found.map(({ rule, place, message }) => [rule, place.pointer, message])).toEqual([
    [
      'rate-limit-answer-declared',
      '/components/responses/Slow',
      'The 429 of `GET /orders` does not declare `Retry-After`.',
    ],
  ]);
});
