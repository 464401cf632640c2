import type { Schema } from '@plumbline/json-schema';
import { isJsonObject } from './json.ts';
import { tryCompile, type Workbench } from './workbench.ts';

const uniqueNames = /^(name|title|slug|key|code|handle|username|label|email|url|domain|hostname)$/i;

/**
 * The body with its unique-looking texts changed, so that it does not collide with one sent before. Parts whose
 * change the schema refuses stay as they are.
 */
export function freshen(
  bench: Workbench,
  schema: Schema | undefined,
  value: unknown,
  nonce: string,
): unknown {
  if (!isJsonObject(value)) return value;
  const check = schema === undefined ? undefined : tryCompile(bench.requests, schema);
  let fresh: Record<string, unknown> = { ...value };
  for (const [name, member] of Object.entries(value)) {
    if (!uniqueNames.test(name) || typeof member !== 'string') continue;
    const changed = variants(member, nonce)
      .map((variant) => ({ ...fresh, [name]: variant }))
      .find((candidate) => check?.(candidate) ?? true);
    if (changed) fresh = changed;
  }
  return fresh;
}

/** The text with the nonce in it, in the forms that e-mail addresses, URLs, slugs and constants may take. */
function variants(text: string, nonce: string): readonly string[] {
  if (/^https?:\/\//.test(text)) return [text.replace('://', `://${nonce}.`)];
  if (text.includes('@')) return [text.replace('@', `+${nonce}@`), `${nonce}${text}`];
  return [`${text}-${nonce}`, `${text}_${nonce.toUpperCase()}`, `${nonce}${text}`, nonce];
}
