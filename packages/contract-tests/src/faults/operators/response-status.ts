import type { Operation } from '@plumbline/openapi';
import { declares, responseFor } from '../../check/status.ts';
import { seedFor } from '../../values/seed.ts';
import type { FaultOperator, FaultPlace, FaultSubject } from '../fault-operator.ts';
import { type CallAnswer, isSuccess, withBytes, withHeaders, withJson } from '../message.ts';
import { refuse, withStatus } from '../refusal.ts';
import { because, onAnswer } from '../rewriting.ts';

/** The declared statuses that a predicate wants, as places. */
export function statusPlaces(
  { operation }: Pick<FaultSubject, 'operation'>,
  isWanted: (status: string) => boolean,
): readonly FaultPlace[] {
  return operation.responses.filter(({ status }) => isWanted(status)).map(({ status }) => ({ status }));
}

const isGood = (status: string): boolean => /^2\d\d$/.test(status);

/** Whether an answer is one of the declared response that a place names. */
export function isAt(operation: Operation, { status }: FaultPlace, answer: CallAnswer): boolean {
  return status === undefined || responseFor(operation, answer.status)?.status === status;
}

const undeclared = (operation: Operation, candidates: readonly number[]): number | undefined =>
  candidates.find((status) => !responseFor(operation, status));

const onlyWith = (operation: Operation, ...statuses: readonly number[]): readonly FaultPlace[] =>
  statuses.every((status) => declares(operation, status)) ? [{}] : [];

export const responseStatusFaults: readonly FaultOperator[] = [
  {
    id: 'RS-01',
    breaks: 'success answers another 2xx than declared',
    injection: 'answer',
    caughtBy: ['R.undeclared', 'R.status'],
    needs: [],
    places: (subject) => statusPlaces(subject, isGood),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const other = undeclared(setup.operation, [200, 201, 202, 203]);
        return isAt(setup.operation, setup.place, answer) && other !== undefined
          ? { answer: { ...answer, status: other } }
          : undefined;
      }),
  },
  {
    id: 'RS-02',
    breaks: 'success is turned into a 4xx that is not declared',
    injection: 'answer',
    caughtBy: ['R.undeclared'],
    needs: [],
    places: (subject) => statusPlaces(subject, isGood),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const other = undeclared(setup.operation, [418, 409, 423]);
        return isAt(setup.operation, setup.place, answer) && other !== undefined
          ? { answer: { ...answer, status: other } }
          : undefined;
      }),
  },
  {
    id: 'RS-03',
    breaks: 'what is not found is answered with the last good answer',
    injection: 'memory',
    caughtBy: ['L.unknown', 'R.body', 'L.delete-get'],
    needs: [],
    places: ({ operation }) => onlyWith(operation, 404),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const last = setup.world.memory.lastGood(setup.operation)?.answer;
        return answer.status === 404 && last ? because(last, 'what is not found was answered') : undefined;
      }),
  },
  {
    id: 'RS-04',
    breaks: 'an invalid request is answered 500',
    injection: 'answer',
    caughtBy: ['R.5xx', 'R.undeclared', 'Q.reject', 'Q.malformed'],
    needs: [],
    places: (subject) => statusPlaces(subject, (status) => status === '400' || status === '422'),
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        isAt(setup.operation, setup.place, answer)
          ? because(withStatus(answer, 500), 'an invalid request was answered 500')
          : undefined,
      ),
  },
  {
    id: 'RS-05',
    breaks: '401 is answered as 403, and 403 as 401',
    injection: 'answer',
    caughtBy: ['A.anon', 'A.badcred', 'A.scope.deny', 'A.role.deny'],
    needs: ['identities'],
    places: (subject) => statusPlaces(subject, (status) => status === '401' || status === '403'),
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        isAt(setup.operation, setup.place, answer)
          ? because(
              withStatus(answer, answer.status === 401 ? 403 : 401),
              `${answer.status} is answered as another`,
            )
          : undefined,
      ),
  },
  {
    id: 'RS-06',
    breaks: 'what is not found is called invalid (400)',
    injection: 'answer',
    caughtBy: ['L.unknown', 'R.undeclared'],
    needs: [],
    places: ({ operation }) => onlyWith(operation, 404),
    create: (setup) =>
      onAnswer(setup, ({ answer }) =>
        answer.status === 404
          ? because(withStatus(answer, 400), 'what is not found is called invalid')
          : undefined,
      ),
  },
  {
    id: 'RS-07',
    breaks: 'now and then a request fails',
    injection: 'answer',
    caughtBy: ['R.5xx', 'R.undeclared'],
    needs: [],
    places: () => [{}],
    create: (setup) => {
      let count = 0;
      return onAnswer(setup, ({ answer }) => {
        count += 1;
        if ((count + seedFor(setup.seed, 'when')) % 20 !== 0 && count % 20 !== 3) return undefined;
        return because(refuse(setup, setup.operation, { status: 500, like: answer }), 'a good server failed');
      });
    },
  },
  {
    id: 'RS-08',
    breaks: 'success comes without its body, or with one where none is declared',
    injection: 'answer',
    caughtBy: ['R.body', 'R.media'],
    needs: [],
    // A 204 cannot carry a body on the wire, so it is not broken.
    places: (subject) =>
      statusPlaces(subject, (status) => isGood(status) && status !== '204' && status !== '205'),
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        if (!isAt(setup.operation, setup.place, answer) || !isSuccess(answer)) return undefined;
        if (answer.body.length > 0) return { answer: withBytes(answer, new Uint8Array()) };
        return {
          answer: withJson(withHeaders(answer, { 'content-type': 'application/json' }), { extra: true }),
        };
      }),
  },
];
