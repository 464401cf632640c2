/**
 * Makes one compact module of Ajv's standalone code. It works on whole lines: generated string literals never
 * contain a line break, so no text of a schema can look like a line of code.
 */
export function tidyModule(code: string, runtimeModule: string): string {
  const exported: string[] = [];
  const kept = code.split('\n').filter((line) => {
    const match = EXPORT_LINE.exec(line);
    if (match) exported.push(`  ${match[2]} as ${match[1]},`);
    return !match && line !== '"use strict";' && line !== '';
  });
  const calls = joinForwards(joinReports(kept)).map(shortenCall);
  const lines = dropUnusedSchemas(inlineTypes(shortenHeads(speedUpOwnership(calls))));
  const imports = runtimeNames.filter((name) => lines.some((line) => new RegExp(`\\b${name}\\b`).test(line)));
  const head =
    imports.length > 0 ? [`import { ${imports.join(', ')} } from ${JSON.stringify(runtimeModule)};`] : [];
  const functions = [ERROR_FUNCTION, FORWARD_FUNCTION, HAS_FUNCTION];
  return [...head, 'export {', ...exported, '};', ...functions, ...lines, ''].join('\n');
}

/** What `check-runtime` exports. */
const runtimeNames = ['equal', 'findDuplicate', 'formats', 'isMultipleOf', 'toPattern', 'ucs2length'];

const EXPORT_LINE = /^export const ([\w$]+) = (validate\d+);$/;
const ERROR_LINE = /^const (err\d+) = (\{instancePath.*\});$/;
// A schema path starts with `#` and ends at the next quotation mark: within a string literal that is escaped.
const ERROR_LITERAL =
  /^\{instancePath(?::(.*?))?,schemaPath:("#(?:[^"\\]|\\.)*"),keyword:"([\w$ ]+)",params:(.*)\}$/;
const UNREAD_ARGUMENTS =
  /,parentData(?::[\w$.[\]"]+)?,parentDataProperty(?::(?:"(?:[^"\\]|\\.)*"|[\w$]+))?,rootData\}\)\)\)\{$/;
const HEAD_LINE =
  /^(function validate\d+\(data, \{instancePath=""), parentData, parentDataProperty, rootData=data\}=\{\}\)\{$/;
const SCHEMA_LINE = /^const (schema\d+) = /;
const TYPES_LINE =
  /^(\(vErrors \?\?= \[\]\)\.push\(E\(.*, \{type: )(schema\d+)((?:\.[\w$]+|\["(?:[^"\\]|\\.)*"\]|\[\d+\])+)(\}\)\); errors\+\+;)$/;
const PATH_STEP = /\.([\w$]+)|\[("(?:[^"\\]|\\.)*"|\d+)\]/g;

/** Ajv reports an error in eight lines; one is enough. */
function joinReports(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const match = ERROR_LINE.exec(line);
    if (match && isReport(lines.slice(index + 1, index + 8), match[1] ?? '')) {
      joined.push(`(vErrors ??= []).push(${shortenError(match[2] ?? '')}); errors++;`);
      index += 7;
    } else {
      joined.push(line);
    }
  }
  return joined;
}

/** `E(…)` for an error object whose schema path ends in its keyword, as nearly all do. */
function shortenError(literal: string): string {
  const match = ERROR_LITERAL.exec(literal);
  if (!match) return literal;
  const [, instancePath = 'instancePath', path = '', keyword = '', params = ''] = match;
  const end = `/${keyword}"`;
  if (!path.endsWith(end) || params.includes('propertyName:')) return literal;
  return `E(${instancePath}, ${path.slice(0, -end.length)}", "${keyword}", ${params})`;
}

const ERROR_FUNCTION =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a template literal
  'const E = (instancePath, at, keyword, params) => ({ instancePath, schemaPath: `${at}/${keyword}`, keyword, params });';

/** Ajv takes over the errors of a referenced schema in two lines that name it three times. */
function joinForwards(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const errors = FORWARD_LINE.exec(joined.at(-1) ?? '')?.[1];
    if (errors === undefined || line !== 'errors = vErrors.length;') joined.push(line);
    else joined[joined.length - 1] = `errors = (vErrors = F(vErrors, ${errors})).length;`;
  }
  return joined;
}

const FORWARD_LINE = /^vErrors = vErrors === null \? (validate\d+\.errors) : vErrors\.concat\(\1\);$/;

const FORWARD_FUNCTION = 'const F = (errors, more) => errors === null ? more : errors.concat(more);';

/**
 * Ajv asks each object whether a property is its own, which costs more than the rest of a check. A plain object
 * inherits from `Object.prototype` only, so what it has under any other name is its own.
 */
function speedUpOwnership(lines: readonly string[]): readonly string[] {
  const name = lines.map((line) => OWN_FUNCTION_LINE.exec(line)?.[1]).find((found) => found !== undefined);
  if (name === undefined) return lines;
  const call = new RegExp(String.raw`\b${name}\.call\((data\d*), ("(?:[^"\\]|\\.)*")\)`, 'g');
  return lines.map((line) =>
    line.replace(call, (kept, data: string, literal: string) =>
      JSON.parse(literal) in Object.prototype ? kept : `H(${data}, ${literal})`,
    ),
  );
}

const OWN_FUNCTION_LINE = /^const (func\d+) = Object\.prototype\.hasOwnProperty;$/;

const HAS_FUNCTION =
  'const H = (object, name) => Object.getPrototypeOf(object) === Object.prototype || Object.hasOwn(object, name);';

/** Leaves out the arguments that none of our keywords reads. */
function shortenCall(line: string): string {
  return line.startsWith('if(!(') ? line.replace(UNREAD_ARGUMENTS, '}))){') : line;
}

/** Where no call passes on the value around, no function needs to take it. */
function shortenHeads(lines: readonly string[]): readonly string[] {
  const isRead = lines.some((line) => /\b(?:parentData|rootData)\b/.test(line) && !HEAD_LINE.test(line));
  return isRead ? lines : lines.map((line) => line.replace(HEAD_LINE, '$1}={}){'));
}

/** Ajv reads several types at once from a copy of the whole schema: the few words stand in its place. */
function inlineTypes(lines: readonly string[]): readonly string[] {
  const schemas = new Map(
    lines.flatMap((line) => {
      const match = SCHEMA_LINE.exec(line);
      return match ? [[match[1], line.slice(match[0].length, -1)] as const] : [];
    }),
  );
  return lines.map((line) => {
    const [, start = '', schema = '', path = '', end = ''] = TYPES_LINE.exec(line) ?? [];
    const types = schema === '' ? undefined : memberAt(JSON.parse(schemas.get(schema) ?? 'null'), path);
    return Array.isArray(types) ? start + JSON.stringify(types) + end : line;
  });
}

/** What a path such as `.properties["a b"][0]` leads to. */
function memberAt(value: unknown, path: string): unknown {
  let member = value;
  for (const [, name, literal] of path.matchAll(PATH_STEP)) {
    const key = name ?? String(JSON.parse(literal ?? '""'));
    if (typeof member !== 'object' || member === null || !Object.hasOwn(member, key)) return undefined;
    member = Reflect.get(member, key);
  }
  return member;
}

function isReport(following: readonly string[], error: string): boolean {
  const expected = [
    'if(vErrors === null){',
    `vErrors = [${error}];`,
    '}',
    'else {',
    `vErrors.push(${error});`,
    '}',
    'errors++;',
  ];
  return expected.every((line, index) => following[index] === line);
}

/** Ajv keeps a copy of each schema; few checks look into it. */
function dropUnusedSchemas(lines: readonly string[]): readonly string[] {
  const used = new Set<string>();
  for (const line of lines) {
    const text = line.replace(SCHEMA_LINE, '');
    for (const [name] of text.matchAll(/\bschema\d+\b/g)) used.add(name);
  }
  return lines.filter((line) => {
    const name = SCHEMA_LINE.exec(line)?.[1];
    return name === undefined || used.has(name);
  });
}
