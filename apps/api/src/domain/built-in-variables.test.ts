import { expect, test } from 'vitest';
import { builtInVariables, findBuiltInVariables, hasDefault, isBuiltIn } from './built-in-variables.ts';

test('only defaults are something to fall back to; dynamic variables have no value', () => {
  for (const { key, kind, value } of builtInVariables) {
    expect([key, isBuiltIn(key)]).toEqual([key, true]);
    expect([key, hasDefault(key), value !== null]).toEqual([key, kind === 'default', kind === 'default']);
    expect([key, key.startsWith('TEST_')]).toEqual([key, kind === 'dynamic']);
  }
  expect([isBuiltIn('LOGIN'), hasDefault('LOGIN')]).toEqual([false, false]);
});

test('are found by kind and by context', () => {
  expect(findBuiltInVariables({})).toHaveLength(17);
  expect(findBuiltInVariables({ kind: 'dynamic' })).toHaveLength(3);
  expect(findBuiltInVariables({ kind: 'dynamic', context: 'form' })).toEqual([]);
});
