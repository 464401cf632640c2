import type { Operation } from '@plumbline/openapi';
import { isJsonObject } from '../../values/json.ts';
import type { FaultOperator, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { changeAt } from '../json-place.ts';
import { isSuccess, jsonOf, withJson } from '../message.ts';
import { pageItems, withItems } from '../page-parts.ts';
import { type RevealedSecret, revealedSecret, revealingOperations } from '../revealed-secrets.ts';
import { because, onAnswer } from '../rewriting.ts';
import { secretIn } from './minted-tokens.ts';

/** The operation that makes what this one shows or changes, where that reveals a secret. */
function revealedBefore({ model, map, operation }: FaultSubject): RevealedSecret | undefined {
  const collection = map.collectionOf(operation);
  const below = map.idsOf(operation).at(-1)?.collection;
  return revealingOperations(model).find(({ operation: other }) => {
    const made = map.collectionOf(other);
    return other !== operation && (made === collection || made === below);
  });
}

/** Shows a secret again that was revealed before. */
function showAgain(setup: FaultSetup): Inject {
  const revealed = revealedBefore(setup);
  let secret: string | undefined;
  const show = onAnswer(setup, ({ answer }) => {
    const body = jsonOf(answer)?.value;
    if (!revealed || secret === undefined || !isSuccess(answer)) return undefined;
    const withSecret = (value: unknown) =>
      isJsonObject(value) ? { ...value, [revealed.name]: secret } : value;
    // The only list inside of one thing holds no things.
    const items = setup.operation.path.endsWith('}') ? undefined : pageItems(setup.operation, answer);
    const shown = items
      ? withItems(
          setup.operation,
          answer,
          items.map((item, index) => (index === 0 ? withSecret(item) : item)),
        )
      : withJson(answer, withSecret(body));
    return shown && because(shown, 'a secret is shown again');
  });
  return async (call) => {
    const outcome = await show(call);
    if (revealed && call.operation === revealed.operation)
      secret = secretIn(revealed, outcome.answer) ?? secret;
    return outcome;
  };
}

const isOf = ({ method }: Operation, ...methods: readonly string[]): boolean => methods.includes(method);

export const secretFaults: readonly FaultOperator[] = [
  {
    id: 'SE-01',
    breaks: 'a secret is shown again when it is read or listed',
    injection: 'memory',
    caughtBy: ['L.secret-once', 'R.body'],
    needs: ['tokens'],
    places: (subject) => (isOf(subject.operation, 'GET') && revealedBefore(subject) ? [{}] : []),
    create: showAgain,
  },
  {
    id: 'SE-02',
    breaks: 'a secret is shown again when its owner is changed',
    injection: 'memory',
    caughtBy: ['L.secret-once', 'R.body'],
    needs: ['tokens'],
    places: (subject) => (isOf(subject.operation, 'PATCH', 'PUT') && revealedBefore(subject) ? [{}] : []),
    create: showAgain,
  },
  {
    id: 'SE-04',
    breaks: 'a secret does not have its form',
    injection: 'answer',
    caughtBy: ['R.body'],
    needs: [],
    places: (subject) => {
      const revealed = revealedSecret(subject.model, subject.operation);
      return revealed ? [{ status: revealed.status, pointer: revealed.pointer }] : [];
    },
    create: (setup) =>
      onAnswer(setup, ({ answer }) => {
        const body = isSuccess(answer) ? jsonOf(answer)?.value : undefined;
        const changed = changeAt(body, setup.place.pointer ?? '', {
          change: (value) => (typeof value === 'string' ? value.replace(/^[a-z]+[_-]/i, '') : value),
        });
        return changed && { answer: withJson(answer, changed.value) };
      }),
  },
];
