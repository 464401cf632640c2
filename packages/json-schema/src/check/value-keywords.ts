import { not } from 'ajv/dist/compile/codegen/index.js';
import { _, type CodeGen, type CodeKeywordDefinition, Name, stringify } from 'ajv/dist/core.js';
import { equal, findDuplicate, isMultipleOf, ucs2length } from '../json-values.ts';
import { scopeData } from './scope-data.ts';

/**
 * Keywords that Ajv has and that are written anew here: exact decimals in `multipleOf`, `uniqueItems` in linear
 * time, no copy of the whole schema in the module for `enum`. Their helpers come from `check-runtime`.
 */
export const valueKeywords: readonly CodeKeywordDefinition[] = [
  {
    keyword: ['minLength', 'maxLength'],
    type: 'string',
    schemaType: 'number',
    error: { message: 'length', params: ({ schemaCode }) => _`{limit: ${schemaCode}}` },
    code(cxt) {
      const length = helper(cxt.gen, 'ucs2length', ucs2length);
      const limit: number = cxt.schema;
      const measured = _`${length}(${cxt.data})`;
      // A character takes one or two of the units that `length` counts, which decides nearly every case.
      const units = _`${cxt.data}.length`;
      cxt.fail(
        cxt.keyword === 'maxLength'
          ? _`${units} > ${limit} && ${measured} > ${limit}`
          : _`${units} < ${2 * limit - 1} && ${measured} < ${limit}`,
      );
    },
  },
  {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: 'multiple', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
    code(cxt) {
      const check = helper(cxt.gen, 'isMultipleOf', isMultipleOf);
      const divisor: number = cxt.schema;
      cxt.fail(_`!${check}(${cxt.data}, ${divisor})`);
    },
  },
  {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: {
      message: 'duplicate',
      params: ({ params }) => _`{i: ${params.pair}[1], j: ${params.pair}[0]}`,
    },
    code(cxt) {
      if (cxt.schema !== true) return;
      const find = helper(cxt.gen, 'findDuplicate', findDuplicate);
      const pair = cxt.gen.const('pair', _`${find}(${cxt.data})`);
      cxt.setParams({ pair });
      cxt.fail(_`${pair} !== undefined`);
    },
  },
  {
    keyword: 'enum',
    schemaType: 'array',
    error: { message: 'enum', params: ({ params }) => _`{allowedValues: ${params.values}}` },
    code(cxt) {
      const allowed: unknown[] = cxt.schema;
      const values = scopeData(cxt.gen, allowed);
      cxt.setParams({ values });
      if (!allowed.some(isStructured)) {
        cxt.fail(_`!${values}.includes(${cxt.data})`);
        return;
      }
      const equals = helper(cxt.gen, 'equal', equal);
      const valid = cxt.gen.let('valid', false);
      cxt.gen.forOf('value', values, (value) => {
        cxt.gen.if(_`${equals}(${cxt.data}, ${value})`, () => cxt.gen.assign(valid, true).break());
      });
      cxt.fail(not(valid));
    },
  },
  {
    keyword: 'const',
    error: { message: 'const', params: ({ params }) => _`{allowedValue: ${params.value}}` },
    code(cxt) {
      if (!isStructured(cxt.schema)) {
        cxt.setParams({ value: stringify(cxt.schema) });
        cxt.fail(_`${cxt.data} !== ${stringify(cxt.schema)}`);
        return;
      }
      const value = scopeData(cxt.gen, cxt.schema);
      cxt.setParams({ value });
      cxt.fail(_`!${helper(cxt.gen, 'equal', equal)}(${cxt.data}, ${value})`);
    },
  },
];

/** In a response a `writeOnly` property must not come back (OpenAPI 3.0 Schema Object; JSON Schema 9.4). */
export const writeOnlyKeyword: CodeKeywordDefinition = {
  keyword: 'writeOnly',
  schemaType: 'boolean',
  error: { message: 'write-only' },
  code(cxt) {
    if (cxt.schema === true) cxt.fail();
  },
};

/** A function of `check-runtime` under the name that standalone modules import. */
function helper(gen: CodeGen, name: string, ref: unknown): Name {
  return gen.scopeValue('func', { ref, code: new Name(name) });
}

function isStructured(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
