import { isJsonObject } from '../../values/json.ts';
import { answerBreaches } from '../contract-check.ts';
import type { FaultOperator, FaultSetup } from '../fault-operator.ts';
import { changeAt } from '../json-place.ts';
import { type CallAnswer, isSuccess, jsonOf, withJson } from '../message.ts';
import { otherValue } from '../other-value.ts';
import { because, onAnswer } from '../rewriting.ts';
import { answersJson } from './remembered-bodies.ts';
import { isAt } from './response-status.ts';

/** The answer with one of its values changed by reading it; undefined where no change would be valid. */
function bumped({ world, operation, seed }: FaultSetup, answer: CallAnswer): CallAnswer | undefined {
  const body = jsonOf(answer)?.value;
  if (!isJsonObject(body)) return undefined;
  const names = Object.keys(body).filter((name) => name !== 'id');
  for (const name of names) {
    const other = otherValue(world.bench, true, body[name], seed);
    const changed = other && withJson(answer, { ...body, [name]: other.value });
    if (changed && answerBreaches(world.bench, operation, changed).length === 0) return changed;
  }
  return undefined;
}

export const readingFaults: readonly FaultOperator[] = [
  {
    id: 'LC-12',
    breaks: 'reading a thing changes it',
    injection: 'memory',
    caughtBy: ['L.safe'],
    needs: ['state'],
    places: (subject) =>
      subject.operation.method === 'GET' && subject.operation.path.endsWith('}') && answersJson(subject)
        ? [{}]
        : [],
    create: (setup) => {
      const reads = new Map<string, number>();
      return onAnswer(setup, ({ call, answer }) => {
        const count = (reads.get(call.request.url) ?? 0) + 1;
        reads.set(call.request.url, count);
        const changed = isSuccess(answer) && count % 2 === 0 ? bumped(setup, answer) : undefined;
        return changed && because(changed, 'a thing was changed by reading it');
      });
    },
  },
  {
    id: 'LC-19',
    breaks: 'the value that a link hands on does not work',
    injection: 'answer',
    caughtBy: ['O.link'],
    needs: ['state'],
    places: ({ operation }) =>
      operation.responses.flatMap(({ status, links }) =>
        links.flatMap(({ name, parameters }) =>
          Object.values(parameters).some((value) => pointerOf(value) !== undefined) ? [{ status, name }] : [],
        ),
      ),
    create: (setup) => {
      const link = setup.operation.responses
        .find(({ status }) => status === setup.place.status)
        ?.links.find(({ name }) => name === setup.place.name);
      const pointers = Object.values(link?.parameters ?? {}).flatMap((value) => pointerOf(value) ?? []);
      return onAnswer(setup, ({ answer }) => {
        const [pointer] = pointers;
        if (pointer === undefined || !isAt(setup.operation, setup.place, answer)) return undefined;
        const changed = changeAt(jsonOf(answer)?.value, pointer, {
          change: (value) => otherValue(setup.world.bench, true, value, setup.seed)?.value ?? value,
        });
        return (
          changed && because(withJson(answer, changed.value), 'the value that a link hands on is another one')
        );
      });
    },
  },
];

/** The place in the body of an answer that a runtime expression names (OpenAPI 3.1.1, section 4.8.20.4). */
function pointerOf(expression: unknown): string | undefined {
  return typeof expression === 'string'
    ? /^\{?\$response\.body#(\/[^}]*)\}?$/.exec(expression)?.[1]
    : undefined;
}
