import { _, type CodeGen, type Name, stringify } from 'ajv/dist/core.js';

/**
 * Puts plain data from a schema into the compiled module as one shared constant.
 * Objects go through `JSON.parse`, because a literal `{"__proto__": …}` would set the prototype instead.
 */
export function scopeData(gen: CodeGen, data: unknown): Name {
  const text = JSON.stringify(data);
  const code = text.includes('{') ? _`JSON.parse(${text})` : stringify(data);
  return gen.scopeValue('obj', { key: text, ref: data, code });
}

/** Puts a map of plain data into the compiled module as one shared constant. */
export function scopeMap(gen: CodeGen, map: ReadonlyMap<string, number>): Name {
  const entries = [...map];
  const code = _`new Map(${stringify(entries)})`;
  return gen.scopeValue('obj', { key: `map ${JSON.stringify(entries)}`, ref: map, code });
}
