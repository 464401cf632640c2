import {
  type IncomingRequest,
  type RenderedAnswer,
  toWebResponse,
  WebRequest,
} from '@plumbline/runtime/server';
import { failureAnswer } from './answer/failure-answer.ts';
import { prismProblem, problemAnswer } from './answer/prism-problem.ts';
import type { SentAnswer } from './answer/sent-answer.ts';
import { type Answerers, answerRequest, noteTrouble } from './answer-request.ts';
import { createControl, isForControl } from './control/control.ts';
import type { Controlled } from './control/control-handlers.ts';
import { MockClock } from './control/mock-clock.ts';
import { answerPreflight, isPreflight, withCors } from './cors.ts';
import { createFindings } from './findings.ts';
import { ExchangeLog } from './log/exchange-log.ts';
import { type ExchangeNotes, ExchangeRecorder, newNotes } from './log/exchange-recorder.ts';
import type { MockOptions, MockServer, MockSource } from './mock-options.ts';
import { sessionNameOf } from './request/session-name.ts';
import { ConnectionReset } from './trouble/connection-reset.ts';
import { TroubleSyntaxError } from './trouble/parse-trouble.ts';
import { DEFAULT_LONGEST, Troublemaker } from './trouble/troublemaker.ts';
import { Upstream } from './upstream/upstream.ts';

/**
 * A mock of a description: every operation answers, from its examples or with values made of its schemas, and
 * refuses requests that are not as described. Each operation is prepared at its first request, so a large
 * description starts as fast as a small one.
 *
 *     const { model } = toApiModel(description);
 *     const mock = await createMockServer({ model });
 *     const response = await mock.fetch(new Request('http://mock/pets', { headers: { prefer: 'code=404' } }));
 */
export async function createMockServer(source: MockSource, options: MockOptions = {}): Promise<MockServer> {
  // Prism takes a while to load, which nobody should pay who only imports this package.
  const { serveDescription } = await import('./served-description.ts');
  const findings = createFindings(options.onDiagnostic);
  const clock = new MockClock(options.now);
  const ownOptions = { ...options, now: clock.now };
  const troublemaker = createTroublemaker(options);
  const log = options.log || options.control ? new ExchangeLog(options.log) : undefined;
  const upstream = options.upstream && new Upstream(options.upstream);
  const hasCors = options.cors ?? true;
  const serve = (next: MockSource) => {
    upstream?.requireOperations(next.model);
    return serveDescription(next, ownOptions, findings);
  };
  let served = serve(source);

  const control = log && options.control ? createControl(() => controlled(log)) : undefined;

  function controlled(kept: ExchangeLog): Controlled {
    const { model } = served;
    return {
      model,
      state: served.workbench.memory,
      log: kept,
      clock,
      troublemaker,
      diagnostics: findings.all,
    };
  }

  async function answer(request: IncomingRequest): Promise<RenderedAnswer> {
    if (control && isForControl(request)) return control(request);
    if (hasCors && isPreflight(request)) return answerPreflight(request);
    const answerers = { served, troublemaker, upstream, takesNotes: log !== undefined };
    const notes = newNotes(sessionNameOf(request, options));
    try {
      const answered = await (log
        ? answerAndRecord(request, answerers, { notes, log })
        : answerRequest(request, answerers, notes));
      return finished(request, answered);
    } catch (error) {
      return finished(request, failureOf(request, error));
    }
  }

  function finished(request: IncomingRequest, answer: SentAnswer): SentAnswer {
    const sent = request.method === 'HEAD' ? { ...answer, body: null } : answer;
    return hasCors ? withCors(request, sent) : sent;
  }

  return {
    answer,
    fetch: async (request) => toWebResponse(await answer(new WebRequest(request))),
    get diagnostics() {
      return findings.all;
    },
    trouble(plan, scope) {
      const { id } = troublemaker.add(plan, scope);
      return { end: () => void troublemaker.rules.remove(id) };
    },
    operationOf(method, path) {
      const { route } = served.find(method, path);
      return route.kind === 'operation' ? route.operation : undefined;
    },
    clock,
    ...(log === undefined ? {} : { log }),
    get state() {
      return served.workbench.memory;
    },
    reload(source) {
      const next = serve(source);
      next.workbench.memory?.takeOver(served.workbench.memory);
      served = next;
    },
  };
}

function createTroublemaker({ seed = 'trouble', trouble = {} }: MockOptions): Troublemaker {
  const { plan, header = true, longest = DEFAULT_LONGEST } = trouble;
  const troublemaker = new Troublemaker({ seed: String(seed), longest, takesHeader: header });
  if (plan !== undefined) troublemaker.add(plan);
  return troublemaker;
}

interface Recorded {
  readonly notes: ExchangeNotes;
  readonly log: ExchangeLog;
}

async function answerAndRecord(
  request: IncomingRequest,
  answerers: Answerers,
  { notes, log }: Recorded,
): Promise<SentAnswer> {
  const recorder = new ExchangeRecorder(request, log, answerers.served.redactor);
  try {
    return await recorder.answered(await answerSafely(request, answerers, notes), notes);
  } catch (error) {
    if (error instanceof ConnectionReset) noteTrouble(notes, error.fired);
    await recorder.lost(notes);
    throw error;
  }
}

async function answerSafely(
  ...[request, answerers, notes]: Parameters<typeof answerRequest>
): Promise<SentAnswer> {
  try {
    return await answerRequest(request, answerers, notes);
  } catch (error) {
    return failureOf(request, error);
  }
}

/** What goes wrong is answered. What the client itself brought about, it is told as `fetch` tells it. */
function failureOf(request: IncomingRequest, error: unknown): SentAnswer {
  if (error instanceof ConnectionReset || request.web.signal.aborted) throw error;
  if (!(error instanceof TroubleSyntaxError)) return failureAnswer(error);
  return problemAnswer({ ...prismProblem('UNPROCESSABLE_ENTITY', error.message), status: 400 }, {});
}
