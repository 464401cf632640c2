import type { Header, Operation } from '@plumbline/openapi';
import { coversMedia, isJsonMedia, isProblemMedia } from '../../check/media-type.ts';
import { isBodiless, responseFor } from '../../check/status.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject } from '../fault-operator.ts';
import { isSuccess, textOf, withBytes, withHeaders } from '../message.ts';
import { because, onAnswer } from '../rewriting.ts';
import { keywordAt, partsOf, typesAt } from '../schema-places.ts';
import { isAt } from './response-status.ts';

/** Responses that have a body. */
function contentPlaces(
  { operation }: FaultSubject,
  isWanted = (_: readonly string[]) => true,
): readonly FaultPlace[] {
  return operation.responses
    .filter(({ status }) => !/^5/.test(status))
    .filter(({ status, content }) => content.length > 0 && !isBodiless(Number(status)))
    .filter(({ content }) => isWanted(content.map(({ mediaType }) => mediaType)))
    .map(({ status }) => ({ status }));
}

/** The declared headers of an operation's responses that a predicate wants. */
export function headerPlaces(
  { operation }: Pick<FaultSubject, 'operation'>,
  isWanted: (header: Header) => boolean,
): readonly FaultPlace[] {
  return operation.responses
    .filter(({ status }) => !/^5/.test(status))
    .flatMap(({ status, headers }) =>
      headers.filter(isWanted).map(({ name }) => ({ status, name: name.toLowerCase() })),
    );
}

/** Rewrites a declared header of the place's status, where an answer has it. */
export function onHeader(
  setup: FaultSetup,
  rewrite: (text: string, header: Header) => string | undefined | 'none',
) {
  return onAnswer(setup, ({ answer }) => {
    const { name = '' } = setup.place;
    const text = answer.headers.get(name);
    const header = headerOf(setup.operation, setup.place);
    if (!isAt(setup.operation, setup.place, answer) || text === null || !header) return undefined;
    const changed = rewrite(text, header);
    if (changed === undefined || changed === text) return undefined;
    return { answer: withHeaders(answer, { [name]: changed === 'none' ? undefined : changed }) };
  });
}

const headerOf = ({ responses }: Operation, { status, name }: FaultPlace): Header | undefined =>
  responses
    .find((response) => response.status === status)
    ?.headers.find((header) => header.name.toLowerCase() === name);

const typesOf = ({ model }: FaultSubject, { schema }: Header): readonly string[] =>
  typesAt({ parts: partsOf(schema, model.schemas) });

const isTyped = (subject: FaultSubject) => (header: Header) =>
  typesOf(subject, header).some((type) => ['integer', 'number', 'boolean'].includes(type)) &&
  !typesOf(subject, header).includes('string');

const bound = (subject: FaultSubject, header: Header, keyword: string): number | undefined => {
  const value = keywordAt({ parts: partsOf(header.schema, subject.model.schemas) }, keyword);
  return typeof value === 'number' ? value : undefined;
};

/** Whether what is made can be read, so that it shows where Location leads. */
const leadsSomewhere = ({ map, operation }: FaultSubject): boolean =>
  map.readOf(map.collectionOf(operation)) !== undefined;

/** A media type that a response does not declare. */
function otherMedia(operation: Operation, status: number): string {
  const declared = responseFor(operation, status)?.content ?? [];
  const isFree = (mediaType: string) => !declared.some((media) => coversMedia(media.mediaType, mediaType));
  return ['text/html', 'text/plain', 'application/x-other'].find(isFree) ?? 'application/x-other';
}

export const responseHeaderFaults: readonly FaultOperator[] = [
  {
    id: 'RH-01',
    breaks: 'Content-Type is missing',
    injection: 'answer',
    caughtBy: ['R.media'],
    needs: [],
    places: contentPlaces,
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        isAt(setup.operation, setup.place, answer) && answer.headers.has('content-type')
          ? { answer: withHeaders(answer, { 'content-type': undefined }) }
          : undefined,
      ),
  },
  {
    id: 'RH-02',
    breaks: 'Content-Type names another media type',
    injection: 'answer',
    caughtBy: ['R.media'],
    needs: [],
    places: contentPlaces,
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        isAt(setup.operation, setup.place, answer)
          ? { answer: withHeaders(answer, { 'content-type': otherMedia(setup.operation, answer.status) }) }
          : undefined,
      ),
  },
  {
    id: 'RH-03',
    breaks: 'a problem is sent as application/json',
    injection: 'answer',
    caughtBy: ['R.media'],
    needs: [],
    places: (subject) =>
      contentPlaces(subject, (types) => types.some(isProblemMedia) && !types.includes('application/json')),
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        isAt(setup.operation, setup.place, answer)
          ? { answer: withHeaders(answer, { 'content-type': 'application/json' }) }
          : undefined,
      ),
  },
  {
    id: 'RH-04',
    breaks: 'a required header is missing',
    injection: 'answer',
    caughtBy: ['R.header', 'X.headers'],
    needs: [],
    places: (subject) => headerPlaces(subject, ({ required }) => required),
    create: (setup) => onHeader(setup, () => 'none'),
  },
  {
    id: 'RH-05',
    breaks: 'a header has the wrong type',
    injection: 'answer',
    caughtBy: ['R.header', 'X.headers'],
    needs: [],
    places: (subject) => headerPlaces(subject, isTyped(subject)),
    create: (setup) =>
      onHeader(setup, (_, header) => (typesOf(setup, header).includes('boolean') ? 'yes' : 'several')),
  },
  {
    id: 'RH-06',
    breaks: 'a header is out of its range',
    injection: 'answer',
    caughtBy: ['R.header', 'X.headers', 'X.floor'],
    needs: [],
    places: (subject) => headerPlaces(subject, (header) => bound(subject, header, 'minimum') !== undefined),
    create: (setup) => onHeader(setup, (_, header) => String((bound(setup, header, 'minimum') ?? 0) - 1)),
  },
  {
    id: 'RH-07',
    breaks: 'a header is sent twice with different values',
    injection: 'answer',
    caughtBy: ['R.header', 'X.headers'],
    needs: [],
    places: (subject) => headerPlaces(subject, isTyped(subject)),
    create: (setup) =>
      onHeader(setup, (text) => `${text}, ${text === 'true' ? 'false' : `${Number(text) + 1}`}`),
  },
  {
    id: 'RH-08',
    breaks: 'Location is missing or leads to nothing',
    injection: 'answer',
    caughtBy: ['L.location', 'R.header'],
    needs: ['state'],
    places: (subject) =>
      headerPlaces(subject, ({ name }) => name.toLowerCase() === 'location').flatMap((place) => [
        ...(headerOf(subject.operation, place)?.required ? [{ ...place, variant: 'missing' }] : []),
        ...(leadsSomewhere(subject) ? [{ ...place, variant: 'wrong' }] : []),
      ]),
    create: (setup) =>
      setup.place.variant === 'missing'
        ? onHeader(setup, () => 'none')
        : onAnswer(setup, ({ answer }) => {
            const location = answer.headers.get('location');
            if (location === null || !isAt(setup.operation, setup.place, answer)) return undefined;
            return because(
              withHeaders(answer, { location: `${location}-gone` }),
              'Location leads to nothing',
            );
          }),
  },
  {
    id: 'RH-09',
    breaks: 'the body is in Latin-1',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: ['items'],
    places: (subject) => contentPlaces(subject, (types) => types.some(isJsonMedia)),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        if (!isAt(setup.operation, setup.place, answer)) return undefined;
        const bytes = latin1(textOf(answer));
        return bytes && { answer: withBytes(answer, bytes) };
      }),
  },
  {
    id: 'RH-10',
    breaks: 'a request for an impossible media type is answered with an undeclared one',
    injection: 'memory',
    caughtBy: ['Q.acceptHeader', 'R.media'],
    needs: [],
    places: ({ operation }) =>
      operation.method === 'GET' &&
      operation.responses.some(({ status, content }) => /^2/.test(status) && content.length > 0)
        ? [{}]
        : [],
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) => {
        const accept = call.request.headers.get('accept') ?? '*/*';
        const good = isSuccess(answer) ? answer : setup.world.memory.lastGood(setup.operation)?.answer;
        const isImpossible =
          /^[\w.+-]+\/[\w.+-]+$/.test(accept) &&
          !setup.operation.responses.some(({ content }) =>
            content.some((media) => coversMedia(media.mediaType, accept)),
          );
        if (!isImpossible || !good || (answer.status !== 406 && !isSuccess(answer))) return undefined;
        return { answer: withHeaders(good, { 'content-type': accept }) };
      }),
  },
];

/** Undefined where the text is the same in both, or has no form in Latin-1. */
function latin1(text: string): Uint8Array<ArrayBuffer> | undefined {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const last = Math.max(0, ...codes);
  return last > 0x7f && last <= 0xff ? Uint8Array.from(codes) : undefined;
}
