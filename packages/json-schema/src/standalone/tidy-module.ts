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
  const lines = dropUnusedSchemas(joinReports(kept)).map(shortenCall);
  const imports = runtimeNames.filter((name) => lines.some((line) => new RegExp(`\\b${name}\\b`).test(line)));
  const head =
    imports.length > 0 ? [`import { ${imports.join(', ')} } from ${JSON.stringify(runtimeModule)};`] : [];
  return [...head, 'export {', ...exported, '};', ERROR_FUNCTION, ...lines, ''].join('\n');
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
const SCHEMA_LINE = /^const (schema\d+) = /;

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

/** Leaves out the arguments that none of our keywords reads. */
function shortenCall(line: string): string {
  return line.startsWith('if(!(') ? line.replace(UNREAD_ARGUMENTS, '}))){') : line;
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
