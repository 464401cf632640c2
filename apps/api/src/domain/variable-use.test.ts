import { describe, expect, test } from 'vitest';
import { findVariableUses } from './variable-use.ts';

describe('the variables of a value', () => {
  test.each<[unknown, readonly (readonly [name: string, pointer: string])[]]>([
    ['{{CITY}}', [['CITY', '']]],
    [
      '{{FIRST_NAME}} {{LAST_NAME}} {{FIRST_NAME}}',
      [
        ['FIRST_NAME', ''],
        ['LAST_NAME', ''],
      ],
    ],
    [
      { url: '/{{A}}', headers: { Accept: 'x', 'X-~/Key': '{{B1_}}' } },
      [
        ['A', '/url'],
        ['B1_', '/headers/X-~0~1Key'],
      ],
    ],
    [
      {
        fields: [
          { field: '1', value: '{{C}}' },
          { field: '2', value: '{{C}}' },
        ],
      },
      [
        ['C', '/fields/0/value'],
        ['C', '/fields/1/value'],
      ],
    ],
    ['{{{{CITY}}}}', [['CITY', '']]],
    [{ '{{CITY}}': 1, count: 2, not: true, none: null }, []],
    ['{{city}} {{ CITY }} {{City}} {CITY} {{1A}} {{}} {{CITY', []],
    [`{{${'A'.repeat(64)}}}`, [['A'.repeat(64), '']]],
    [`{{${'A'.repeat(65)}}}`, []],
  ])('%j uses %j', (value, uses) => {
    expect(findVariableUses(value).map(({ name, pointer }) => [name, pointer])).toEqual(uses);
  });

  test('H-13: are found in 10 ms in the longest text, however it is made', () => {
    for (const piece of ['{', '{{A', '{{A_'.repeat(3), '{{{{}}']) {
      const text = piece.repeat(10_000 / piece.length);
      const start = performance.now();
      findVariableUses(text);
      expect(performance.now() - start).toBeLessThan(10);
    }
  });
});
