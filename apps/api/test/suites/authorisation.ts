import type { ApiModel } from '@plumbline/openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import { operations } from '../../src/operations/index.ts';
import { problemTypeBase } from '../../src/problems.ts';
import type { Database } from '../../src/store/database.ts';
import { callers, type MatrixCaller } from '../matrix/callers.ts';
import { expectedAnswer, type MatrixAnswer } from '../matrix/expected-answer.ts';
import { type MatrixRequest, requestsOf, type WrittenRequest } from '../matrix/requests.ts';
import { snapshot } from '../snapshot.ts';
import { createWorld, type World } from '../world.ts';

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
  let app: App;
  let otherWorld: World;
  let sent = 0;

  beforeAll(async () => {
    app = await createApp({ database, requestsPerMinute: 1_000_000 });
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
    const sends: (() => Promise<readonly string[]>)[] = [];
    for (const cell of cells) sends.push(await prepare(cell, world));
    const before = await snapshot(db, world.organizationId);
    const wrong: string[] = [];
    for (const send of sends) wrong.push(...(await send()));
    expect(await snapshot(db, world.organizationId)).toEqual(before);
    return wrong;
  }

  /** Makes the caller and what is asked for. Then the request can be sent, and says what is wrong. */
  async function prepare(cell: Cell, world: World): Promise<() => Promise<readonly string[]>> {
    const { token, person } = await cell.caller.enter({ db, world, otherWorld });
    const request = await cell.request.write({ db, world, person });
    return async () => {
      sent += 1;
      const answer = await answerOf(await app.fetch(toRequest(request, token)));
      return answer === cell.expected ? [] : [`${nameOf(cell)}: expected ${cell.expected}, got ${answer}`];
    };
  }

  afterAll(() => database.close());
}

function toRequest({ method, path, body }: WrittenRequest, token: string | undefined): Request {
  const headers = new Headers();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  return new Request(`http://127.0.0.1${path}`, { method, headers, body: JSON.stringify(body) ?? null });
}

async function answerOf(response: Response): Promise<string> {
  if (response.ok) return 'let in';
  // Safe: every error of this API is a problem, or else the text below names what came instead.
  const problem = (await response.json()) as { readonly type?: string };
  const answer = `${response.status} ${problem.type?.replace(problemTypeBase, '')}`;
  return [401, 403, 404].includes(response.status) ? answer : `${answer} ${JSON.stringify(problem)}`;
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
