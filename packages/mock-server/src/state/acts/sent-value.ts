import type { Operation } from '@plumbline/openapi';
import { isObject, type JsonObject, member } from '../../json.ts';
import type { Act } from '../act.ts';
import type { SchemaShape } from '../schema-shapes.ts';
import type { Table } from '../tables.ts';
import type { ValuePlan } from '../value-plan.ts';
import type { Writing } from '../written-values.ts';
import type { ActParts } from './act-parts.ts';

/** What the body of a request says of a thing. */
export interface SentValue {
  /** Its members; none without a body. */
  of(act: Act): JsonObject;
  /** What they are read by. */
  writing(act: Act): Writing;
}

interface Wanted {
  /** Of the thing, as it is answered. */
  readonly answer: SchemaShape;
  readonly idName: string | undefined;
  /** The member that a body wraps the thing in, where the answers do so, too. */
  readonly wrapper: string | undefined;
}

/** Wrapped, where the answer wraps it in the same way. */
export function sentItem(table: Table, operation: Operation, parts: ActParts): SentValue {
  const { place } = table.read ?? table.list ?? {};
  const answer = parts.resources.tables.shapes.of(table.schema);
  return sentValue(operation, parts, { answer, idName: table.idName, wrapper: place?.tokens[0] });
}

export function sentValue(
  operation: Operation,
  { resources, plans }: ActParts,
  { answer, idName, wrapper }: Wanted,
): SentValue {
  const { shapes } = resources.tables;
  const bodies = (operation.requestBody?.content ?? []).map(({ mediaType, schema }) => {
    const whole = shapes.of(schema);
    const [only, ...others] = whole.properties.keys();
    const isWrapper = only !== undefined && others.length === 0 && !answer.properties.has(only);
    return {
      mediaType: mediaType.toLowerCase(),
      plan: plans.of(whole, answer),
      inside: isWrapper ? { name: only, plan: plans.of(shapes.property(whole, only), answer) } : undefined,
    };
  });
  const nothing = plans.of(shapes.of(undefined), answer);

  function planOf({ request: { body, contentType } }: Act): ValuePlan {
    const sent = bodies.find(({ mediaType }) => mediaType === contentType) ?? bodies[0];
    if (sent === undefined) return nothing;
    const { inside, plan } = sent;
    return inside && isObject(member(body, inside.name)) ? inside.plan : plan;
  }

  return {
    of({ request: { body } }) {
      if (!isObject(body)) return NOTHING;
      if (wrapper === undefined || !Object.hasOwn(body, wrapper)) return body;
      const inner = Object.keys(body).length === 1 ? body[wrapper] : undefined;
      return isObject(inner) ? inner : body;
    },
    writing: (act) => ({ plan: planOf(act), idName, now: act.now }),
  };
}

const NOTHING: JsonObject = {};
