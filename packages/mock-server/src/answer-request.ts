import type { Operation } from '@plumbline/openapi';
import { prismProblem, problemResponse } from './answer/prism-problem.ts';
import type { ContractViolation } from './check/contract-violation.ts';
import { VIOLATIONS, violationsHeader } from './check/violations-header.ts';
import { createExchange, type Exchange } from './exchange.ts';
import type { ExchangeNotes } from './log/exchange-recorder.ts';
import { readPreferences } from './request/preferences.ts';
import type { Route } from './route/router.ts';
import type { ServedDescription } from './served-description.ts';
import { FIRED_HEADER } from './trouble/meet-strike.ts';
import type { Troublemaker } from './trouble/troublemaker.ts';
import type { Upstream } from './upstream/upstream.ts';

/** What answers requests, as it is at the moment. */
export interface Answerers {
  readonly served: ServedDescription;
  readonly troublemaker: Troublemaker;
  readonly upstream: Upstream | undefined;
  /** Whether somebody reads what is noted of an exchange. */
  readonly takesNotes: boolean;
}

/** Finds who answers a request and lets it. What becomes known of the exchange is put into its notes. */
export async function answerRequest(
  request: Request,
  answerers: Answerers,
  notes: ExchangeNotes,
): Promise<Response> {
  const { served, troublemaker, upstream } = answerers;
  const { pathname } = new URL(request.url);
  const { route, path } = served.find(request.method, pathname);
  if (route.kind !== 'operation') {
    return upstream?.takes(undefined)
      ? answerByUpstream({ request, path, operation: undefined }, answerers, notes)
      : noOperation(request.method, pathname, route);
  }
  const { operation } = route;
  notes.operation = operation;
  const read = readPreferences(request);
  if (read.kind === 'malformed')
    return problemResponse(prismProblem('UNPROCESSABLE_ENTITY', read.detail), {});
  const exchange = createExchange(request, read.preferences, { method: operation.method, pathname: path });
  const response = await troublemaker.meet({
    model: served.model,
    operation,
    session: notes.session,
    request,
    answer: () =>
      upstream?.takes(operation)
        ? answerByUpstream({ request, path, operation }, answerers, notes)
        : answerByMock({ exchange, operation, answerers, notes }),
    answerOf: (status) => served.prepare(operation).answerOf(exchange, status),
  });
  const fired = response.headers.get(FIRED_HEADER);
  if (fired !== null) noteTrouble(notes, fired.split('; '));
  return response;
}

/** What trouble did to an exchange, for its notes. */
export function noteTrouble(notes: ExchangeNotes, fired: readonly string[]): void {
  notes.trouble = fired;
  notes.answeredBy ??= 'trouble';
  notes.hasBadTransfer = fired.some((one) => one.startsWith('truncate=') || one.startsWith('slow='));
}

async function answerByUpstream(
  forwarded: { readonly request: Request; readonly path: string; readonly operation: Operation | undefined },
  { upstream, served }: Answerers,
  notes: ExchangeNotes,
): Promise<Response> {
  if (!upstream) throw new TypeError('There is no upstream.');
  const { response, violations } = await upstream.answer(forwarded, served);
  notes.answeredBy = 'upstream';
  notes.violations = violations;
  if (violations.length > 0) response.headers.set(VIOLATIONS, violationsHeader(violations));
  return response;
}

interface Mocked {
  readonly exchange: Exchange;
  readonly operation: Operation;
  readonly answerers: Answerers;
  readonly notes: ExchangeNotes;
}

async function answerByMock(mocked: Mocked): Promise<Response> {
  const { served, takesNotes } = mocked.answerers;
  const response = await served.prepare(mocked.operation).answer(mocked.exchange);
  if (takesNotes) noteAnswer(mocked);
  return response;
}

function noteAnswer({ exchange, operation, answerers, notes }: Mocked): void {
  const { requestCheck, places } = answerers.served;
  const { refusal, breach } = exchange;
  notes.answeredBy = refusal ? 'refusal' : exchange.answeredBy;
  if (refusal) notes.violations = requestCheck.describe(operation, refusal, exchange.request);
  if (breach) {
    notes.violations = breach.errors.map(
      ({ pointer, code, message }): ContractViolation => ({
        direction: 'response',
        obligation: obligationOf(pointer),
        operation: operation.id,
        pointer: pointer === 'contentType' ? 'content-type' : pointer,
        code,
        message,
        place: places.locate(operation.place),
      }),
    );
  }
}

function obligationOf(pointer: string): 'R.undeclared' | 'R.media' | 'R.header' | 'R.body' {
  if (pointer === 'status') return 'R.undeclared';
  if (pointer === 'contentType') return 'R.media';
  return pointer.startsWith('header/') ? 'R.header' : 'R.body';
}

function noOperation(
  method: string,
  pathname: string,
  route: Exclude<Route, { kind: 'operation' }>,
): Response {
  if (route.kind === 'none') {
    const detail = `The description has no path ${pathname}.`;
    return problemResponse(prismProblem('NO_PATH_MATCHED_ERROR', detail), {});
  }
  const allow = route.allow.join(', ');
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
  const detail = `The path ${pathname} does not take ${method}. It takes ${allow}.`;
  return problemResponse(prismProblem('NO_METHOD_MATCHED_ERROR', detail), { allow });
}
