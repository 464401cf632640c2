import type { ApiModel, Operation } from '@plumbline/openapi';
import { Bodies } from './answer/bodies.ts';
import { Examples } from './answer/examples.ts';
import { failureResponse } from './answer/failure-response.ts';
import { HeaderTexts } from './answer/header-texts.ts';
import { MadeValues } from './answer/made-values.ts';
import { prismProblem, problemResponse } from './answer/prism-problem.ts';
import { createLazyChecks } from './checks.ts';
import { answerPreflight, isPreflight, withCors } from './cors.ts';
import { createExchange } from './exchange.ts';
import { createFindings, type Findings } from './findings.ts';
import type { MockOperation, Workbench } from './mock-operation.ts';
import type { MockOptions, MockServer, MockSource } from './mock-options.ts';
import { readPreferences } from './request/preferences.ts';
import { sessionName } from './request/session-name.ts';
import { createRouter, type Route } from './route/router.ts';
import { serverPrefixes } from './route/server-prefixes.ts';
import { ConnectionReset } from './trouble/connection-reset.ts';
import { TroubleSyntaxError } from './trouble/parse-trouble.ts';
import { DEFAULT_LONGEST, Troublemaker } from './trouble/troublemaker.ts';

/**
 * A mock of a description: every operation answers, from its examples or with values made of its schemas, and
 * refuses requests that are not as described. Each operation is prepared at its first request, so a large
 * description starts as fast as a small one.
 *
 *     const { model } = toApiModel(description);
 *     const mock = await createMockServer({ model });
 *     const response = await mock.fetch(new Request('http://mock/pets', { headers: { prefer: 'code=404' } }));
 */
export async function createMockServer(
  { model }: MockSource,
  options: MockOptions = {},
): Promise<MockServer> {
  // Prism takes a while to load, which nobody should pay who only imports this package.
  const { MockOperation } = await import('./mock-operation.ts');
  const findings = createFindings(options.onDiagnostic);
  const workbench = createWorkbench(model, options, findings);
  const find = createFinder(model);
  const troublemaker = createTroublemaker(options);
  const sessionOf = options.sessionOf ?? sessionName;
  const prepared = new Map<Operation, MockOperation>();

  function prepare(operation: Operation): MockOperation {
    const known = prepared.get(operation) ?? new MockOperation(operation, workbench);
    prepared.set(operation, known);
    return known;
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const { route, path } = find(request.method, pathname);
    if (route.kind === 'none') {
      return problemResponse(
        prismProblem('NO_PATH_MATCHED_ERROR', `The description has no path ${pathname}.`),
        {},
      );
    }
    if (route.kind === 'other-methods') {
      const allow = route.allow.join(', ');
      if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
      const detail = `The path ${pathname} does not take ${request.method}. It takes ${allow}.`;
      return problemResponse(prismProblem('NO_METHOD_MATCHED_ERROR', detail), { allow });
    }
    const read = readPreferences(request);
    if (read.kind === 'malformed')
      return problemResponse(prismProblem('UNPROCESSABLE_ENTITY', read.detail), {});
    const { operation } = route;
    const target = { method: operation.method, pathname: path };
    const mocked = prepare(operation);
    const exchange = createExchange(request, read.preferences, target);
    return troublemaker.meet({
      model,
      operation,
      session: sessionOf(request),
      request,
      answer: () => mocked.answer(exchange),
      answerOf: (status) => mocked.answerOf(exchange, status),
    });
  }

  async function fetch(request: Request): Promise<Response> {
    const hasCors = options.cors ?? true;
    if (hasCors && isPreflight(request)) return answerPreflight(request);
    const answered = await answer(request).catch((error: unknown) => answerFailure(request, error));
    const response = request.method === 'HEAD' ? new Response(null, answered) : answered;
    return hasCors ? withCors(request, response) : response;
  }

  return {
    fetch,
    diagnostics: findings.all,
    trouble(plan, scope) {
      const { id } = troublemaker.add(plan, scope);
      return { end: () => void troublemaker.rules.remove(id) };
    },
  };
}

function createTroublemaker({ seed = 'trouble', trouble = {} }: MockOptions): Troublemaker {
  const { plan, header = true, longest = DEFAULT_LONGEST } = trouble;
  const troublemaker = new Troublemaker({ seed: String(seed), longest, takesHeader: header });
  if (plan !== undefined) troublemaker.add(plan);
  return troublemaker;
}

/** The answer where none was made. What the client itself brought about, it is told as `fetch` tells it. */
function answerFailure({ signal }: Request, error: unknown): Response {
  if (error instanceof ConnectionReset || signal.aborted) throw error;
  if (!(error instanceof TroubleSyntaxError)) return failureResponse(error);
  return problemResponse({ ...prismProblem('UNPROCESSABLE_ENTITY', error.message), status: 400 }, {});
}

function createWorkbench(model: ApiModel, options: MockOptions, findings: Findings): Workbench {
  const definitions = model.schemas;
  const checks = createLazyChecks(definitions, findings);
  const made = new MadeValues(definitions, findings);
  const examples = new Examples(checks, findings, made);
  const ignoresExamples = options.ignoreExamples ?? false;
  return {
    model,
    options,
    checks,
    findings,
    examples,
    bodies: new Bodies({ definitions, examples, made, ignoresExamples }),
    headerTexts: new HeaderTexts(checks, made),
  };
}

interface Found {
  readonly route: Route;
  /** The path as the operation's template reads it. */
  readonly path: string;
}

/** Paths are those of the description; what a server's URL puts before them may be there or not. */
function createFinder(model: ApiModel): (method: string, pathname: string) => Found {
  const router = createRouter(model.operations);
  const prefixes = serverPrefixes(model);
  return (method, pathname) => {
    const route = router.find(method, pathname);
    if (route.kind !== 'none') return { route, path: pathname };
    for (const prefix of prefixes) {
      if (!pathname.startsWith(`${prefix}/`)) continue;
      const path = pathname.slice(prefix.length);
      const below = router.find(method, path);
      if (below.kind !== 'none') return { route: below, path };
    }
    return { route, path: pathname };
  };
}
