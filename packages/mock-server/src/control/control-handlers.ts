import type { ApiModel, Diagnostic } from '@plumbline/openapi';
import { type Answer, type HandlerRequest, ProblemError } from '@plumbline/runtime/server';
import type { ExchangeLog } from '../log/exchange-log.ts';
import {
  type MockSession,
  type MockState,
  type SeedData,
  SeedError,
  type StateSnapshot,
} from '../state/mock-state.ts';
import { StoreFull } from '../state/store.ts';
import { TroubleSyntaxError } from '../trouble/parse-trouble.ts';
import type { TroubleRule, TroubleScope } from '../trouble/trouble-rules.ts';
import type { Troublemaker } from '../trouble/troublemaker.ts';
import type { MockClock } from './mock-clock.ts';

/** The parts of a mock that may be controlled, as they are at the moment. */
export interface Controlled {
  readonly model: ApiModel;
  readonly state: MockState | undefined;
  readonly log: ExchangeLog;
  readonly clock: MockClock;
  readonly troublemaker: Troublemaker;
  readonly diagnostics: readonly Diagnostic[];
}

type ControlHandler = (request: HandlerRequest) => Promise<Answer>;

const done: Answer = { status: 204 };
const ok = (body: unknown): Answer => ({ status: 200, body, contentType: 'application/json' });

/** What each operation of the control description does. Requests have been checked against it. */
export function controlHandlers(controlled: () => Controlled): Readonly<Record<string, ControlHandler>> {
  const session = ({ headers }: HandlerRequest): MockSession =>
    requireState(controlled()).session(String(headers['Plumbline-Session']));
  return {
    listOperations: async () => ok(listOperations(controlled())),
    listDiagnostics: async () => ok(controlled().diagnostics),
    listSessions: async () => ok(requireState(controlled()).sessionNames),
    inspectSession: async (request) => ok(session(request).inspect()),
    takeSnapshot: async (request) => ok(session(request).snapshot()),
    resetSession: async (request) => {
      session(request).reset();
      return done;
    },
    // Safe, also below: the bodies were checked against schemas of these types.
    restoreSnapshot: async (request) => change(() => session(request).restore(request.body as StateSnapshot)),
    seedSession: async (request) => change(() => session(request).seed(request.body as SeedData)),
    ...troubleHandlers(controlled),
    ...clockHandlers(controlled),
    readLog: async ({ query }) => ok(controlled().log.after(Number(query.after))),
    clearLog: async () => {
      controlled().log.clear();
      return done;
    },
  };
}

function troubleHandlers(controlled: () => Controlled): Readonly<Record<string, ControlHandler>> {
  return {
    listTrouble: async () => ok(controlled().troublemaker.rules.all.map(shownRule)),
    makeTrouble: async ({ body }) => {
      const { plan, ...scope } = body as TroubleScope & { readonly plan: string };
      requireOperations(controlled().model, scope.operations ?? []);
      return { ...ok(shownRule(controlled().troublemaker.add(plan, scope))), status: 201 };
    },
    endTrouble: async ({ path }) => {
      if (controlled().troublemaker.rules.remove(String(path.id))) return done;
      throw new ProblemError({ status: 404, title: 'Not Found', detail: `There is no trouble ${path.id}.` });
    },
    endAllTrouble: async () => {
      controlled().troublemaker.rules.clear();
      return done;
    },
  };
}

function clockHandlers(controlled: () => Controlled): Readonly<Record<string, ControlHandler>> {
  const shown = () => {
    const { clock } = controlled();
    return ok({ now: new Date(clock.now()).toISOString(), isStopped: clock.isStopped });
  };
  return {
    readClock: async () => shown(),
    moveClock: async ({ body }) => {
      moveClock(controlled().clock, body as ClockChange);
      return shown();
    },
    resetClock: async () => {
      controlled().clock.reset();
      return shown();
    },
  };
}

interface ClockChange {
  readonly now?: string;
  readonly moveBy?: number;
  readonly isStopped?: boolean;
}

/** The years that dates of the wire can tell (RFC 3339). */
const LATEST = Date.UTC(9999, 0);

function moveClock(clock: MockClock, { now, moveBy = 0, isStopped }: ClockChange): void {
  const moment = (now === undefined ? clock.now() : Date.parse(now)) + moveBy;
  if (!(moment >= 0 && moment < LATEST)) {
    throw new ProblemError({
      status: 400,
      title: 'Bad Request',
      detail: 'The clock would leave the years 1970 to 9998.',
    });
  }
  if (isStopped ?? clock.isStopped) clock.stop(moment);
  else clock.set(moment);
}

function listOperations({ model, state }: Controlled): readonly object[] {
  const roles = new Map(state?.roles.map((role) => [role.operation, role]));
  return model.operations.map(({ id, method, path, summary }) => {
    const { role = 'static', type, note } = roles.get(id) ?? {};
    return {
      id,
      method,
      path,
      role,
      ...(summary === undefined ? {} : { summary }),
      ...(type === undefined ? {} : { type }),
      ...(note === undefined ? {} : { note }),
    };
  });
}

const shownRule = ({ id, plan, session, operations }: TroubleRule): object => ({
  id,
  plan: plan.text,
  ...(session === undefined ? {} : { session }),
  ...(operations === undefined ? {} : { operations }),
});

function requireState({ state }: Controlled): MockState {
  if (state) return state;
  const detail = 'This mock remembers nothing. Start it with state to control what it remembers.';
  throw new ProblemError({ status: 409, title: 'No State', detail });
}

function requireOperations({ operations }: ApiModel, wanted: readonly string[]): void {
  const unknown = wanted.find((id) => !operations.some((operation) => operation.id === id));
  if (unknown === undefined) return;
  throw unprocessable(`There is no operation ${JSON.stringify(unknown)}. GET /operations lists them.`);
}

async function change(make: () => void): Promise<Answer> {
  try {
    make();
    return done;
  } catch (error) {
    if (error instanceof SeedError || error instanceof StoreFull) throw unprocessable(error.message);
    throw error;
  }
}

/** What the handler was asked is well formed and cannot be done. */
export function unprocessable(detail: string): ProblemError {
  return new ProblemError({ status: 422, title: 'Unprocessable Content', detail });
}

/** The errors of the mock's own parts as problems. */
export function toControlProblem(error: unknown): unknown {
  return error instanceof TroubleSyntaxError ? unprocessable(error.message) : error;
}
