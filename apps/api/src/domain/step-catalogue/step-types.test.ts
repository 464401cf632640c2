import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { readDescribedSteps, toText } from '../../../scripts/described-steps.ts';
import { findStepTypes, isAllowedIn, stepTypes } from './step-types.ts';

describe('the catalogue of steps', () => {
  test('says what the description says: after a change of spec/ run `npm run generate`', async () => {
    const described = await readDescribedSteps();
    const written = await readFile(new URL('./generated/described-steps.json', import.meta.url), 'utf8');
    expect(written).toBe(toText(described));
    expect(stepTypes.map(({ type }) => type)).toEqual(Object.keys(described));
  });

  test('has 48 types with self-contained schemas; the help pages describe ten', () => {
    expect(stepTypes).toHaveLength(48);
    expect(JSON.stringify(stepTypes)).not.toContain('$ref');
    expect(stepTypes.filter(({ documented }) => documented).map(({ type }) => type)).toEqual([
      'assign',
      'select',
      'click',
      'pause',
      'assert-form-submitted',
      'assert-email-received-in-test-inbox',
      'assert-order-placed',
      'assert-element-visible',
      'assert-element-text',
      'assert-element-text-equals',
    ]);
  });

  test.each([
    [{}, 48],
    [{ category: 'woocommerce' }, 4],
    [{ category: 'assertion' }, 8],
    [{ flowType: 'woocommerce' }, 47],
    [{ flowType: 'custom' }, 43],
    [{ flowType: 'wpforms' }, 44],
    [{ category: 'woocommerce', flowType: 'wpforms' }, 0],
    [{ category: 'wordpress', flowType: 'wpforms' }, 2],
  ] as const)('filtered by %j has %i types', (filter, count) => {
    const found = findStepTypes(filter);
    expect(found).toHaveLength(count);
    expect(found.every(({ category }) => !('category' in filter) || category === filter.category)).toBe(true);
  });

  test('says which flows may hold a step', () => {
    expect(isAllowedIn('place-order', 'woocommerce')).toBe(true);
    expect(isAllowedIn('place-order', 'custom')).toBe(false);
    expect(isAllowedIn('assert-form-submitted', 'ninja-forms')).toBe(true);
    expect(isAllowedIn('assert-form-submitted', 'woocommerce')).toBe(false);
  });
});
