import type { Operation } from '@plumbline/openapi';
import { requestProperties } from '../plan/body-properties.ts';
import type { Run } from '../run/run.ts';
import type { JsonObject } from '../values/json.ts';

/**
 * The properties of a body that come back as they were sent whatever else is so: a text without form, and a number
 * that was sent alone. Choices, switches and lists may depend on what was said before: an administrator sees
 * everything.
 */
export function tellingNames(run: Run, operation: Operation, body: JsonObject): ReadonlySet<string> {
  const properties = requestProperties(operation, run.bench.definitions);
  const isAlone = Object.keys(body).length === 1;
  const isTelling = ([name, value]: readonly [string, unknown]): boolean => {
    if (typeof value === 'number') return isAlone;
    const schemas = properties.get(name) ?? [];
    const isText = schemas.every(
      ({ type, enum: members, format }) =>
        [type].flat().every((name) => name === 'string' || name === 'null') &&
        !members &&
        format === undefined,
    );
    return typeof value === 'string' && schemas.length > 0 && isText && isPlain(value);
  };
  return new Set(
    Object.entries(body)
      .filter(isTelling)
      .map(([name]) => name),
  );
}

/** Without what servers may rightly clean away: markup, line breaks, marks that nobody sees. */
const isPlain = (text: string): boolean => !/[<>&\p{C}]/u.test(text);
