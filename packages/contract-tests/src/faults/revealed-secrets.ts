import type { ApiModel, Operation } from '@plumbline/openapi';
import { responseSchema } from './operators/body-places.ts';
import { keywordAt, lastName, schemaPlaces } from './schema-places.ts';

/** The property of an operation's success that is shown once, such as the secret of a new token. */
export interface RevealedSecret {
  readonly operation: Operation;
  readonly status: string;
  readonly pointer: string;
  readonly name: string;
}

export function revealedSecret(model: ApiModel, operation: Operation): RevealedSecret | undefined {
  for (const { status } of operation.responses) {
    const schema = /^2/.test(status) ? responseSchema(operation, status) : undefined;
    const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
    const found = places.find((place) => keywordAt(place, 'x-contract-reveal') === 'once');
    if (found) return { operation, status, pointer: found.pointer, name: lastName(found.pointer) };
  }
  return undefined;
}

/** Every operation of a description that reveals a secret. */
export const revealingOperations = (model: ApiModel): readonly RevealedSecret[] =>
  model.operations.flatMap((operation) => revealedSecret(model, operation) ?? []);
