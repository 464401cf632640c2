import { describe, expect, test } from 'vitest';
import { createSecretBox } from './secret-box.ts';
import { changeVariable, toStoredValue, type Variable } from './variable.ts';

const secrets = createSecretBox(new Uint8Array(32).fill(1));
const shown: Variable = { ...toStoredValue('x', false, secrets), context: 'any', description: 'd' };
const hidden: Variable = { ...toStoredValue('x', true, secrets), context: 'any', description: null };

/** What the variable holds, sealed or not. */
function held(change: ReturnType<typeof changeVariable>): readonly [secret: boolean, text: string | null] {
  if (change.kind === 'refused') throw new Error('refused');
  const { secret, value, sealedValue } = change.variable;
  expect([value === null, sealedValue === null]).toEqual([secret, !secret]);
  return [secret, sealedValue === null ? value : secrets.open(sealedValue)];
}

describe('a changed variable', () => {
  test.each([
    [shown, {}, [false, 'x']],
    [shown, { value: '' }, [false, '']],
    [shown, { secret: false }, [false, 'x']],
    [shown, { secret: true }, [true, 'x']],
    [shown, { secret: true, value: 'y' }, [true, 'y']],
    [hidden, {}, [true, 'x']],
    [hidden, { secret: true }, [true, 'x']],
    [hidden, { value: '' }, [true, '']],
  ] as const)('%#: holds the value that is new, else the one it had', (variable, patch, want) => {
    expect(held(changeVariable(variable, patch, secrets))).toEqual(want);
  });

  test('keeps what is left out and takes null as a description', () => {
    expect(changeVariable(shown, { context: 'form' }, secrets)).toEqual({
      kind: 'changed',
      variable: { ...shown, context: 'form' },
    });
    expect(changeVariable(shown, { description: null }, secrets)).toMatchObject({
      variable: { description: null, context: 'any' },
    });
  });

  test('stays secret', () => {
    const change = changeVariable(hidden, { secret: false, value: 'y' }, secrets);
    expect(change).toMatchObject({ kind: 'refused', refusals: [{ pointer: '/secret' }] });
  });
});
