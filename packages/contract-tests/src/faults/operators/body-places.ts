import type { Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../../check/media-type.ts';
import { isBodiless } from '../../check/status.ts';
import type { FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { changeAt, type ItemChoice } from '../json-place.ts';
import { type CallAnswer, jsonOf, withJson } from '../message.ts';
import { onAnswer } from '../rewriting.ts';
import { keywordAt, type SchemaPlace, schemaPlaces } from '../schema-places.ts';
import { isAt } from './response-status.ts';

/** The schema of the JSON body of a declared response. */
export function responseSchema({ responses }: Operation, status: string): Schema | undefined {
  const response = responses.find((candidate) => candidate.status === status);
  return response?.content.find(({ mediaType }) => isJsonMedia(mediaType))?.schema;
}

/** The places in the JSON bodies of an operation's answers that a predicate wants; what is never shown left out. */
export function answerPlaces(
  { model, operation }: FaultSubject,
  isWanted: (place: SchemaPlace) => boolean,
): readonly FaultPlace[] {
  return jsonStatuses(operation).flatMap((status) => {
    const schema = responseSchema(operation, status);
    const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
    return places
      .filter((place) => !isWriteOnly(place) && isWanted(place))
      .map(({ pointer }) => ({ status, pointer }));
  });
}

/** Failures of the server are left out: nobody can bring them about. */
function jsonStatuses(operation: Operation): readonly string[] {
  return operation.responses
    .filter(({ status }) => !/^5/.test(status) && !isBodiless(Number(status)))
    .filter(({ content }) => content.some(({ mediaType }) => isJsonMedia(mediaType)))
    .map(({ status }) => status);
}

export const isWriteOnly = (place: SchemaPlace): boolean => keywordAt(place, 'writeOnly') === true;

/** The place in the schema that a fault's place names. */
export function schemaPlace({ model, operation, place }: FaultSetup): SchemaPlace | undefined {
  const schema = responseSchema(operation, place.status ?? '');
  const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
  return places.find(({ pointer }) => pointer === place.pointer);
}

/** The JSON body of an answer of the place's status. */
export function bodyAt(
  { operation, place }: FaultSetup,
  answer: CallAnswer,
): { readonly value: unknown } | undefined {
  return isAt(operation, place, answer) ? jsonOf(answer) : undefined;
}

interface ValueChoice {
  readonly choice?: ItemChoice;
  /** Which bodies are changed. */
  readonly isMeant?: (body: unknown) => boolean;
}

/** Puts another value in the place of a fault, wherever an answer has it; a change to `undefined` changes nothing. */
export function onValue(
  setup: FaultSetup,
  change: (value: unknown, place: SchemaPlace) => unknown,
  { choice = 'first', isMeant = () => true }: ValueChoice = {},
): Inject {
  const place = schemaPlace(setup);
  return onAnswer(setup, ({ answer }) => {
    const body = place && bodyAt(setup, answer);
    if (!body || !isMeant(body.value)) return undefined;
    const changed = changeAt(body.value, place.pointer, {
      choice,
      change: (value) => {
        const next = change(value, place);
        return next === undefined ? value : next;
      },
    });
    const isChanged = changed && JSON.stringify(changed.value) !== JSON.stringify(body.value);
    return isChanged ? { answer: withJson(answer, changed.value) } : undefined;
  });
}
