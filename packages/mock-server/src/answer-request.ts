import type { Operation } from '@plumbline/openapi';
import type { IncomingRequest } from '@plumbline/runtime/server';
import { prismProblem, problemAnswer } from './answer/prism-problem.ts';
import { headerOf, type SentAnswer } from './answer/sent-answer.ts';
import type { ContractViolation } from './check/contract-violation.ts';
import { VIOLATIONS, violationsHeader } from './check/violations-header.ts';
import { Exchange } from './exchange.ts';
import type { ExchangeNotes } from './log/exchange-recorder.ts';
import { readPreferences } from './request/preferences.ts';
import type { Route } from './route/router.ts';
import type { ServedDescription } from './served-description.ts';
import { FIRED_HEADER, meetStrike, type Troubled } from './trouble/meet-strike.ts';
import type { Strike } from './trouble/trouble-rules.ts';
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
export function answerRequest(
  request: IncomingRequest,
  answerers: Answerers,
  notes: ExchangeNotes,
): SentAnswer | Promise<SentAnswer> {
  const { served, troublemaker, upstream } = answerers;
  const pathname = pathOf(request);
  const { route, path } = served.find(request.method, pathname);
  if (route.kind !== 'operation') {
    return upstream?.takes(undefined)
      ? answerByUpstream({ request: request.web, path, operation: undefined }, answerers, notes)
      : noOperation(request.method, pathname, route);
  }
  const { operation } = route;
  notes.operation = operation;
  const read = readPreferences(request);
  if (read.kind === 'malformed') return problemAnswer(prismProblem('UNPROCESSABLE_ENTITY', read.detail), {});
  const exchange = new Exchange(request, read.preferences, { method: operation.method, pathname: path });
  const answer = () =>
    upstream?.takes(operation)
      ? answerByUpstream({ request: request.web, path, operation }, answerers, notes)
      : answerByMock({ exchange, operation, answerers, notes });
  const strike = troublemaker.strike(request, { session: notes.session, operation });
  if (!strike) return answer();
  const answerOf = (status: number) => served.prepare(operation).answerOf(exchange, status);
  return troubled(strike, { model: served.model, operation, request, answer, answerOf }, notes);
}

async function troubled(strike: Strike, meeting: Troubled, notes: ExchangeNotes): Promise<SentAnswer> {
  const answered = await meetStrike(strike, meeting);
  const fired = headerOf(answered, FIRED_HEADER);
  if (fired !== undefined) noteTrouble(notes, fired.split('; '));
  return answered;
}

function pathOf({ target }: IncomingRequest): string {
  const question = target.indexOf('?');
  return question === -1 ? target : target.slice(0, question);
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
): Promise<SentAnswer> {
  if (!upstream) throw new TypeError('There is no upstream.');
  const { answer, violations } = await upstream.answer(forwarded, served);
  notes.answeredBy = 'upstream';
  notes.violations = violations;
  if (violations.length > 0) answer.headers[VIOLATIONS] = violationsHeader(violations);
  return answer;
}

interface Mocked {
  readonly exchange: Exchange;
  readonly operation: Operation;
  readonly answerers: Answerers;
  readonly notes: ExchangeNotes;
}

function answerByMock(mocked: Mocked): Promise<SentAnswer> {
  const { served, takesNotes } = mocked.answerers;
  const answer = served.prepare(mocked.operation).answer(mocked.exchange);
  return takesNotes ? answer.then((answered) => noted(mocked, answered)) : answer;
}

function noted({ exchange, operation, answerers, notes }: Mocked, answer: SentAnswer): SentAnswer {
  const { requestCheck, places } = answerers.served;
  const { refusal, breach } = exchange;
  notes.answeredBy = refusal ? 'refusal' : exchange.answeredBy;
  if (refusal) notes.violations = requestCheck.describe(operation, refusal, exchange);
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
  return answer;
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
): SentAnswer {
  if (route.kind === 'none') {
    const detail = `The description has no path ${pathname}.`;
    return problemAnswer(prismProblem('NO_PATH_MATCHED_ERROR', detail), {});
  }
  const allow = route.allow.join(', ');
  if (method === 'OPTIONS') return { status: 204, headers: { allow }, body: null };
  const detail = `The path ${pathname} does not take ${method}. It takes ${allow}.`;
  return problemAnswer(prismProblem('NO_METHOD_MATCHED_ERROR', detail), { allow });
}
