/** Why a JSON text was refused. The detail is a sentence for the client. */
export interface JsonRefusal {
  readonly detail: string;
}

export type JsonResult =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly refusal: JsonRefusal };

/**
 * Reads JSON as `JSON.parse` does and refuses what parsers disagree on (RFC 8259, section 4: names
 * SHOULD be unique) or what breaks whoever comes later: nesting deeper than `maxDepth`, duplicate
 * names, `__proto__`, `constructor.prototype`, numbers that overflow, NUL and lone surrogates.
 */
export function parseStrictJson(text: string, maxDepth: number): JsonResult {
  const scan = scanJson(text, maxDepth);
  if (scan.tooDeep) return refused(`The body is nested deeper than ${maxDepth} levels.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refused(`The body is not well-formed JSON${placeOf(error)}.`);
  }
  const findings: Findings = { members: 0, refusal: undefined };
  // Only an escape can bring NUL or half a surrogate pair into well-formed JSON in valid UTF-8.
  inspect(value, text.includes('\\u'), findings);
  if (findings.refusal !== undefined) return refused(findings.refusal);
  if (findings.members !== scan.members) {
    return refused(`An object of the body has the name ${JSON.stringify(findDuplicate(text))} twice.`);
  }
  return { kind: 'value', value };
}

function refused(detail: string): JsonResult {
  return { kind: 'refused', refusal: { detail } };
}

/** V8 names the place, and sometimes quotes the text, which we do not repeat. */
function placeOf(error: unknown): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : `: it breaks off at position ${position}`;
}

interface Scan {
  readonly members: number;
  readonly tooDeep: boolean;
}

/** Counts names (colons outside of strings) and nesting without building anything. */
function scanJson(text: string, maxDepth: number): Scan {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
    } else if (code === 0x3a) {
      members++;
    } else if (code === 0x7b || code === 0x5b) {
      if (++depth > maxDepth) return { members, tooDeep: true };
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    }
  }
  return { members, tooDeep: false };
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

interface Findings {
  members: number;
  refusal: string | undefined;
}

/** Walks what `JSON.parse` made; its depth is bounded by the scan. */
function inspect(value: unknown, hasEscapes: boolean, findings: Findings): void {
  if (typeof value === 'string') {
    if (hasEscapes && hasBadCharacter(value)) findings.refusal = BAD_CHARACTER;
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) findings.refusal = 'A number of the body is too large.';
  } else if (Array.isArray(value)) {
    for (const item of value) inspect(item, hasEscapes, findings);
  } else if (typeof value === 'object' && value !== null) {
    inspectObject(value as Record<string, unknown>, hasEscapes, findings); // made by JSON.parse
  }
}

function inspectObject(object: Record<string, unknown>, hasEscapes: boolean, findings: Findings): void {
  for (const name in object) {
    findings.members++;
    const member = object[name];
    if (name === '__proto__' || (name === 'constructor' && hasOwnPrototype(member))) {
      findings.refusal = `The name ${JSON.stringify(name)} is not allowed.`;
      // What stands behind the name is not worth a walk: the body is refused.
      return;
    }
    if (hasEscapes && hasBadCharacter(name)) findings.refusal = BAD_CHARACTER;
    inspect(member, hasEscapes, findings);
  }
}

const BAD_CHARACTER = 'A text of the body has a NUL character or half a surrogate pair.';

/** NUL cannot be stored in PostgreSQL's `text`, and half a surrogate pair not be written as UTF-8. */
export function hasBadCharacter(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function hasOwnPrototype(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'prototype');
}

/** The first name that an object has twice, for the message only. The text is well-formed. */
function findDuplicate(text: string): string {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') open.push(new Set());
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (/^\s*:/.test(text.slice(end + 1, end + 64))) {
        const name: unknown = JSON.parse(text.slice(at, end + 1));
        const names = open.at(-1);
        if (typeof name === 'string' && names?.has(name)) return name;
        if (typeof name === 'string') names?.add(name);
      }
      at = end;
    }
  }
  return '';
}
