import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';
import type { Answer, Exchange } from '../run/exchange-record.ts';
import { readingsOf } from '../values/readings.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import { checkBody } from './check-body.ts';
import { checkHeaders } from './check-headers.ts';
import { checkLeak, checkProblem } from './check-problem.ts';
import { checkRateLimit } from './check-rate-limit.ts';
import { broken, kept, type Observation } from './observation.ts';
import { declares, matchesStatus, responseFor } from './status.ts';

/** Everything that one exchange says by itself, whatever it was sent for. */
export function observe(bench: Workbench, exchange: Exchange, quota?: number): readonly Observation[] {
  const { answer } = exchange;
  if (!answer) {
    return [broken('R.5xx', [], { expected: 'an answer', received: exchange.failure ?? 'none' })];
  }
  return [
    checkFailure(exchange, answer),
    ...checkLeak(exchange, answer),
    ...checkUnkeyed(exchange),
    ...(exchange.draft.method === exchange.draft.operation.method
      ? observeOwn(bench, { exchange, answer, quota })
      : []),
  ];
}

interface Answered {
  readonly exchange: Exchange;
  readonly answer: Answer;
  /** The rate limit in force, where it is not that of the description. */
  readonly quota: number | undefined;
}

function observeOwn(bench: Workbench, { exchange, answer, quota }: Answered): readonly Observation[] {
  const { operation } = exchange.draft;
  const response = responseFor(operation, answer.status);
  const statusless = [...checkProblem(answer), ...checkRateLimit(exchange, answer, quota)];
  if (!response) return [...checkUndeclared(bench, exchange, answer), ...statusless];
  return [
    kept('R.undeclared'),
    kept('R.status', response.status),
    ...checkBody(bench, response, { answer, method: exchange.draft.method }),
    ...checkHeaders(bench, response, answer),
    ...statusless,
  ];
}

function checkFailure({ draft }: Exchange, { status }: Answer): Observation {
  const isFailure = status >= 500 && !(declares(draft.operation, status) && mayFail(draft.operation, status));
  if (!isFailure) return kept('R.5xx');
  return broken('R.5xx', [], { expected: 'no failure of the server', received: `status ${status}` });
}

/** Where a key may be left out, each accepted request without one shows it. */
function checkUnkeyed({ draft, answer }: Exchange): readonly Observation[] {
  const isAccepted = answer !== undefined && answer.status >= 200 && answer.status < 300;
  const isUnkeyed = draft.operation.behaviours.idempotency !== undefined && draft.key === 'none';
  return isAccepted && isUnkeyed && !draft.flaw && draft.method === draft.operation.method
    ? [kept('I.optional')]
    : [];
}

/** A declared 503 is an answer, a 500 is not, except where nothing else is declared. */
function mayFail({ responses }: Operation, status: number): boolean {
  return status !== 500 || responses.every((response) => /^5/.test(response.status));
}

/** An answer of 1xx is never the last one (RFC 9110, section 15.2), so that alone tells nothing of it. */
const declaresAnswer = ({ responses }: Operation): boolean =>
  responses.some(({ status }) => !status.startsWith('1'));

/** An id that one answer told may be none by the description of another operation: then its refusal is right. */
function fitsPath(bench: Workbench, { values }: Draft): boolean {
  return [...values.values()].every(({ parameter, value }) => {
    if (parameter.in !== 'path' || typeof value !== 'string') return true;
    const check = tryCompile(bench.requests, parameter.schema);
    return !check || readingsOf(value).some((reading) => check(reading));
  });
}

/** Octets of a URL that a server has to take (RFC 9110, section 4.1); longer ones it may refuse as such. */
const takenUrl = 8_000;

/**
 * Statuses that HTTP itself, a gateway or the declared security answers are no breach. Neither is the refusal of a request that was wrong on
 * purpose where the description declares no status for that kind of refusal.
 */
function checkUndeclared(
  bench: Workbench,
  { draft, request }: Exchange,
  { status }: Answer,
): readonly Observation[] {
  const { operation, flaw } = draft;
  if ((status === 414 || status === 431) && request.url.length > takenUrl) return [];
  if (status === 429 || status >= 500 || !declaresAnswer(operation)) return [];
  if ((status === 401 || status === 403) && operation.security.length > 0) return [];
  if (status >= 400 && !fitsPath(bench, draft)) return [];
  if (flaw && matchesStatus(status, flaw.refusals)) {
    const declaresSome = flaw.refusals.some((refusal) => declares(operation, Number(refusal)));
    if (!declaresSome || status === 405 || status === 406) return [];
  }
  const declared = operation.responses.map((response) => response.status).join(', ');
  return [
    broken('R.undeclared', [], {
      expected: `one of the declared statuses: ${declared || 'none'}`,
      received: `status ${status}`,
    }),
  ];
}
