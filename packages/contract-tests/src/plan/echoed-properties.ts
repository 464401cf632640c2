import type { Definitions, SchemaObject } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { answerProperties, type Properties, requestProperties, typesOf } from './body-properties.ts';

/** A property that a client writes and reads back, and how each side describes it. */
export interface EchoedProperty {
  readonly name: string;
  readonly request: readonly SchemaObject[];
  readonly response: readonly SchemaObject[];
}

/**
 * The properties that an operation takes and an answer shows under one name and of one type. Secrets are left out,
 * since servers show them masked, and so are places in an order and what only one side may hold.
 */
export function echoedProperties(
  operation: Operation,
  shownBy: readonly (Operation | undefined)[],
  definitions: Definitions,
): readonly EchoedProperty[] {
  const answers = shownBy.flatMap((answer) => (answer ? [answerProperties(answer, definitions)] : []));
  return echoedIn(requestProperties(operation, definitions), answers, definitions);
}

/** The same, of properties that were found already. */
export function echoedIn(
  requested: Properties,
  answers: readonly Properties[],
  definitions: Definitions,
): readonly EchoedProperty[] {
  return [...requested].flatMap(([name, request]) => {
    const response = answers.flatMap((properties) => properties.get(name) ?? []);
    const isShown = response.length > 0 && isWritable(request) && isReadable(response);
    const isKept = isShown && !isSecret(name) && !isPlace(name) && mayBeEqual(request, response, definitions);
    return isKept ? [{ name, request, response }] : [];
  });
}

const isWritable = (schemas: readonly SchemaObject[]): boolean =>
  schemas.every(({ readOnly, writeOnly }) => readOnly !== true && writeOnly !== true);

const isReadable = (schemas: readonly SchemaObject[]): boolean =>
  schemas.every((schema) => schema.writeOnly !== true && schema['x-contract-reveal'] === undefined);

/** By name, as records hide them too. */
export const isSecret = (name: string): boolean =>
  /pass(word|phrase)|secret$|token$|api_?key|pin$/i.test(name);

/** A place in an order: it moves when others come or go, and one past the end is the end. */
export const isPlace = (name: string): boolean =>
  /^(position|order|index|rank|ordinal|sequence|priority|sort_?order|number|line)$/i.test(name);

/** Where both sides name types they share one, and where both enumerate values they share one. */
export function mayBeEqual(
  request: readonly SchemaObject[],
  response: readonly SchemaObject[],
  definitions: Definitions,
): boolean {
  const sent = typesOf(request, definitions);
  const shown = typesOf(response, definitions);
  if (sent.size > 0 && shown.size > 0 && sent.isDisjointFrom(shown)) return false;
  const members = (schemas: readonly SchemaObject[]) =>
    schemas.every((schema) => Array.isArray(schema.enum))
      ? new Set(schemas.flatMap((schema) => schema.enum as readonly unknown[])) // an array: just looked at
      : undefined;
  const [sentMembers, shownMembers] = [members(request), members(response)];
  return !sentMembers || !shownMembers || !sentMembers.isDisjointFrom(shownMembers);
}
