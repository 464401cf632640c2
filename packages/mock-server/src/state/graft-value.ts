import type { CompiledCheck } from '@plumbline/json-schema';
import { lookUp, replaceAt } from '../answer/pointer.ts';
import { isObject, type JsonObject } from '../json.ts';

/** Each costs a look at the whole value; what is left then stays as the stock has it. */
const MAX_CHECKS = 200;

/**
 * A valid value with as much of another one as the schema takes, member by member, and with as little else as it lets
 * go. For values that cannot be mended where they are wrong: a schema of alternatives tells the flaws of one that was
 * not meant.
 *
 * @param stock a value that the check takes
 */
export function graftValue(value: JsonObject, stock: JsonObject, check: CompiledCheck): JsonObject {
  let checks = 0;
  let current: JsonObject = stock;
  const attempt = (tokens: readonly string[], part: unknown): boolean => {
    checks += 1;
    const candidate = replaceAt(current, tokens, part);
    if (checks > MAX_CHECKS || !isObject(candidate) || !check(candidate)) return false;
    current = candidate;
    return true;
  };
  const graft = (tokens: readonly string[], part: unknown): void => {
    if (attempt(tokens, part) || !isObject(part) || !isObject(lookUp(current, tokens))) return;
    for (const [name, inner] of Object.entries(part)) graft([...tokens, name], inner);
  };
  for (const [name, part] of Object.entries(value)) graft([name], part);
  for (const name of Object.keys(stock)) {
    if (!Object.hasOwn(value, name)) attempt([name], undefined);
  }
  return current;
}
