import type { ApiModel } from '@plumbline/openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { operations } from '../../src/operations/index.ts';
import type { Database } from '../../src/store/database.ts';
import { callers, type MatrixCaller } from '../matrix/callers.ts';
import { expectedAnswer, type MatrixAnswer } from '../matrix/expected-answer.ts';
import { type MatrixRequest, requestsOf } from '../matrix/requests.ts';
import { problemOf, send } from '../matrix/send.ts';
import { snapshot } from '../snapshot.ts';
import { createWorld, type World } from '../world.ts';
import { watchStatements } from './watch-statements.ts';

interface Cell {
  readonly request: MatrixRequest;
  readonly caller: MatrixCaller;
  readonly expected: MatrixAnswer;
}

/** Every operation that is written with every kind of caller; the description says what each is answered. */
export function testAuthorisation(model: ApiModel, database: Database): void {
  const db = database.kysely;
  const written = model.operations.filter(({ id }) => Object.hasOwn(operations, id));
  const cells = written
    .flatMap(requestsOf)
    .flatMap((request) =>
      callers.map((caller) => ({ request, caller, expected: expectedAnswer(model, request, caller) })),
    );
  const byOperation = Map.groupBy(cells, ({ request }) => request.operation.id);
  const watched = watchStatements(database);
  let app: App;
  let otherWorld: World;
  let sent = 0;

  beforeAll(async () => {
    app = await createApp({ database: watched, requestsPerMinute: 1_000_000 });
    otherWorld = await createWorld(db);
  });

  describe(summaryOf(written.length, cells), () => {
    test.each([...byOperation])('O-7: %s', async (_id, own) => {
      const { in: letIn = [], out: refused = [] } = Object.groupBy(own, ({ expected }) =>
        expected === 'let in' ? 'in' : 'out',
      );
      const wrong: string[] = [];
      // Who is let in may use the world up.
      for (const cell of letIn) wrong.push(...(await (await prepare(cell, await createWorld(db)))()));
      wrong.push(...(await tryRefused(refused)));
      expect(wrong).toEqual([]);
    });

    test('O-11: no cell was left out', () => {
      expect(written).toHaveLength(Object.keys(operations).length);
      expect(sent).toBe(cells.length);
    });
  });

  /** All in one world, which is the same afterwards. */
  async function tryRefused(cells: readonly Cell[]): Promise<readonly string[]> {
    const world = await createWorld(db);
    const attempts: (() => Promise<readonly string[]>)[] = [];
    for (const cell of cells) attempts.push(await prepare(cell, world));
    const before = await snapshot(db, world.organizationId);
    const wrong: string[] = [];
    for (const attempt of attempts) wrong.push(...(await attempt()));
    expect(await snapshot(db, world.organizationId)).toEqual(before);
    return wrong;
  }

  /** Makes the caller and what is asked for. Then the request can be sent, and says what is wrong. */
  async function prepare(cell: Cell, world: World): Promise<() => Promise<readonly string[]>> {
    const { token, person } = await cell.caller.enter({ db, world, otherWorld });
    const request = await cell.request.write({ db, world, person });
    return async () => {
      sent += 1;
      const answer = await answerOf(await send(app.fetch, request, token));
      return answer === cell.expected ? [] : [`${nameOf(cell)}: expected ${cell.expected}, got ${answer}`];
    };
  }

  afterAll(() => database.close());
}

/** Told after authorization: no site stands behind the websites of these worlds. */
const isLetIn = (answer: string) => answer === '409 website-not-connected';

async function answerOf(response: Response): Promise<string> {
  if (response.ok) return 'let in';
  const copy = response.clone();
  const answer = await problemOf(response);
  if (isLetIn(answer)) return 'let in';
  return [401, 403, 404].includes(response.status) ? answer : `${answer} ${await copy.text()}`;
}

function nameOf({ request, caller }: Cell): string {
  const about = request.ownership === 'somebody else' ? ' about somebody else' : '';
  return `${request.operation.id}${about} by ${caller.name}`;
}

/** For example `36 operations x 24 callers: 100 x 401 unauthorized, …`. */
function summaryOf(count: number, cells: readonly Cell[]): string {
  const counts = Map.groupBy(cells, ({ expected }) => expected);
  const shown = [...counts].map(([answer, own]) => `${own.length} x ${answer}`).sort();
  return `${count} operations x ${callers.length} callers = ${cells.length} cells (${shown.join(', ')})`;
}
