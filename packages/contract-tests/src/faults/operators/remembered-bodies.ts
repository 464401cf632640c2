import { isJsonMedia } from '../../check/media-type.ts';
import { isJsonObject, sameJson } from '../../values/json.ts';
import { answerBreaches } from '../contract-check.ts';
import { callerKey } from '../credentials-in-request.ts';
import type { FaultOperator, FaultSetup, FaultSubject } from '../fault-operator.ts';
import { type CallAnswer, isSuccess, jsonOf, textOf, withJson, withText } from '../message.ts';
import { because, onAnswer } from '../rewriting.ts';
import { keywordAt, schemaPlaces } from '../schema-places.ts';
import { responseSchema } from './body-places.ts';

/** Whether the operation answers JSON when it succeeds. */
export const answersJson = ({ operation }: Pick<FaultSubject, 'operation'>): boolean =>
  operation.responses.some(
    ({ status, content }) => /^2/.test(status) && content.some(({ mediaType }) => isJsonMedia(mediaType)),
  );

const takesJson = ({ operation }: FaultSubject): boolean =>
  operation.requestBody?.content.some(({ mediaType }) => isJsonMedia(mediaType)) ?? false;

/** Faults whose answers are valid by themselves and wrong beside what was said before. */
export const rememberedBodyFaults: readonly FaultOperator[] = [
  {
    id: 'RB-13',
    breaks: 'the values of two properties are exchanged, and both are still valid',
    injection: 'memory',
    caughtBy: ['L.echo', 'L.create-get', 'L.update-get'],
    needs: ['state'],
    places: (subject) => (takesJson(subject) && answersJson(subject) ? [{}] : []),
    create: (setup) =>
      onAnswer(setup, ({ call, answer }) => {
        const body = jsonOf(answer)?.value;
        const sent = jsonOf(call.request)?.value;
        if (!isSuccess(answer) || !isJsonObject(body) || !isJsonObject(sent)) return undefined;
        const names = Object.keys(body).filter((name) => Object.hasOwn(sent, name));
        const others = Object.keys(body);
        for (const one of names) {
          for (const other of others) {
            const swapped = exchange(setup, answer, { body, one, other });
            if (swapped) return because(swapped, `\`${one}\` and \`${other}\` are exchanged`);
          }
        }
        return undefined;
      }),
  },
  {
    id: 'RB-14',
    breaks: 'the answer is that of the request before',
    injection: 'memory',
    caughtBy: [
      'L.update-get',
      'L.create-get',
      'L.create-list',
      'L.delete-list',
      'L.patch-partial',
      'L.echo',
      'L.unique-id',
      'I.distinct',
    ],
    needs: ['state'],
    places: (subject) => (answersJson(subject) ? [{}] : []),
    create: (setup) => {
      const before = new Map<string, CallAnswer>();
      return onAnswer(setup, ({ call, answer }) => {
        if (!isSuccess(answer)) return undefined;
        const caller = callerKey(setup.world.reader.read(call.request));
        const stale = before.get(caller);
        before.set(caller, answer);
        if (!stale || sameJson(jsonOf(stale)?.value, jsonOf(answer)?.value)) return undefined;
        return because(withText(answer, textOf(stale)), 'the answer is that of the request before');
      });
    },
  },
  {
    id: 'RB-15',
    breaks: 'the body has the id of another resource',
    injection: 'memory',
    caughtBy: ['L.echo', 'L.create-get', 'L.update-get', 'L.immutable', 'L.unique-id'],
    needs: ['state'],
    places: (subject) => (answersJson(subject) && namesOneItem(subject) ? [{}] : []),
    create: (setup) => {
      const seen = new Set<string>();
      return onAnswer(setup, ({ answer }) => {
        const body = jsonOf(answer)?.value;
        if (!isSuccess(answer) || !isJsonObject(body) || typeof body.id !== 'string') return undefined;
        const { id } = body;
        const other = [...seen].find((candidate) => candidate !== id);
        seen.add(id);
        return other === undefined
          ? undefined
          : because(withJson(answer, { ...body, id: other }), 'the body has the id of another resource');
      });
    },
  },
  {
    id: 'RB-16',
    breaks: 'a whole number above 2^53 is rounded',
    injection: 'answer',
    caughtBy: ['R.body', 'L.echo'],
    needs: ['items'],
    places: ({ model, operation }) =>
      operation.responses.flatMap(({ status }) => {
        const schema = responseSchema(operation, status);
        const places = schema === undefined ? [] : schemaPlaces(schema, model.schemas);
        return places.some((place) => keywordAt(place, 'format') === 'int64') ? [{ status }] : [];
      }),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const text = textOf(answer);
        const rounded = text.replace(/(?<=[:[,]\s*)\d{16,}(?=\s*[,}\]])/g, (digits) =>
          String(Number(digits)),
        );
        return isSuccess(answer) && rounded !== text
          ? because(withText(answer, rounded), 'a whole number is rounded')
          : undefined;
      }),
  },
];

/** Operations that answer with one item: those on an id, and those that make one. */
const namesOneItem = ({ map, operation }: FaultSubject): boolean =>
  operation.path.endsWith('}') || map.isCreate(operation);

interface Exchanged {
  readonly body: Readonly<Record<string, unknown>>;
  readonly one: string;
  readonly other: string;
}

function exchange(
  { world, operation }: FaultSetup,
  answer: CallAnswer,
  { body, one, other }: Exchanged,
): CallAnswer | undefined {
  if (one === other || sameJson(body[one], body[other])) return undefined;
  const swapped = withJson(answer, { ...body, [one]: body[other], [other]: body[one] });
  return answerBreaches(world.bench, operation, swapped).length === 0 ? swapped : undefined;
}
