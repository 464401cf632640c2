import type { Schema } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import { observe } from '../check/observe.ts';
import { matchesStatus } from '../check/status.ts';
import { type Obligation, obligationId } from '../obligation.ts';
import { parameterKey } from '../plan/requests.ts';
import type { Draft } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import type { Exchange } from '../run/exchange-record.ts';
import { effectOf } from '../run/operation-effect.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { tryCompile } from '../values/workbench.ts';
import type { Finding } from '../verdict.ts';
import { goalsOf, reaches } from './edge-goal.ts';
import { reductions } from './reductions.ts';
import { toReplay } from './to-replay.ts';

/** Requests for one failure. */
const requestsEach = 30;
/** Failures of one operation that are reduced; the rest are told as they were found. */
const mostFailures = 6;

/**
 * Reduces the failures of an operation to their smallest requests, and tells how to see each again.
 *
 * @param told ids of failures that are told as they are
 */
export async function reduceFailures(
  run: Run,
  operation: Operation,
  told: ReadonlySet<string> = new Set(),
): Promise<void> {
  const failed = run.ledger.violationsOf(operation.id).filter(({ obligation: { id } }) => !told.has(id));
  for (const [index, { obligation, finding }] of failed.entries()) {
    const found = run.exchangeOf(finding.exchange);
    if (!found || finding.replay) continue;
    const smallest =
      index < mostFailures ? await reduce(run, obligation, { exchange: found, finding }) : undefined;
    const { exchange, told } = smallest ?? { exchange: found, told: finding };
    const replay = toReplay(run, obligation, exchange);
    run.ledger.retell(obligation.id, { ...told, ...(replay ? { replay } : {}) });
  }
}

interface Failure {
  readonly exchange: Exchange;
  readonly finding: Finding;
}

interface Smallest {
  readonly exchange: Exchange;
  readonly told: Finding;
}

async function reduce(run: Run, obligation: Obligation, failure: Failure): Promise<Smallest | undefined> {
  if (!mayBeRepeated(run, failure.exchange.draft)) return undefined;
  let best: Smallest | undefined;
  let { draft } = failure.exchange;
  let sent = 0;
  for (;;) {
    const smaller = await firstFailing(run, obligation, { failure, draft, left: requestsEach - sent });
    sent += smaller.sent;
    if (!smaller.found) return best;
    best = {
      exchange: smaller.found.exchange,
      told: { ...smaller.found.finding, reducedFrom: failure.exchange.number },
    };
    draft = smaller.found.exchange.draft;
  }
}

/** What uses up what it works on, or takes the caller his access, is not sent again for the sake of a nicer report. */
function mayBeRepeated({ map, settings }: Run, { operation, method, address }: Draft): boolean {
  const effect = effectOf(map, operation);
  const isRepeatable = effect === 'reads' || effect === 'creates' || effect === 'changes';
  const isSafe = !settings.safe || method === 'GET' || method === 'HEAD';
  return isRepeatable && isSafe && method === operation.method && address === undefined;
}

interface Search {
  readonly failure: Failure;
  readonly draft: Draft;
  readonly left: number;
}

async function firstFailing(run: Run, obligation: Obligation, { failure, draft, left }: Search) {
  let sent = 0;
  for (const smaller of reductions(draft)) {
    if (sent >= left) break;
    if (!isOfTheSameKind(run, obligation, { original: failure.exchange.draft, smaller })) continue;
    sent += 1;
    const exchange = await run.send(smaller);
    const finding = judgeAgain(run, obligation, { failure, exchange });
    if (finding) return { sent, found: { exchange, finding } };
  }
  return { sent, found: undefined };
}

interface Reduced {
  readonly original: Draft;
  readonly smaller: Draft;
}

/** A legal request stays legal; an illegal one breaks the same rule in the same place, and no other. */
function isOfTheSameKind(run: Run, { kind }: Obligation, { original, smaller }: Reduced): boolean {
  const [before, after] = [brokenRules(run, original), brokenRules(run, smaller)];
  if (before.size > 0) return after.size > 0 && after.isSubsetOf(before);
  // A flaw that schemas do not see, such as an invented cursor, could be what was left out; that of access cannot.
  const mayLoseFlaw = original.flaw !== undefined && !kind.startsWith('A.');
  return !mayLoseFlaw && after.size === 0;
}

/** `query/limit maximum`, `body/title maxLength`. */
function brokenRules(run: Run, draft: Draft): ReadonlySet<string> {
  return new Set([
    ...[...draft.values].flatMap(([key, { parameter, value }]) =>
      brokenBy(run, parameter.schema, value).map((rule) => `${key}${rule}`),
    ),
    ...draft.operation.parameters
      .filter((parameter) => parameter.required && !draft.values.has(parameterKey(parameter)))
      .map((parameter) => `${parameterKey(parameter)} required`),
    ...brokenInBody(run, draft).map((rule) => `body${rule}`),
  ]);
}

function brokenInBody(run: Run, { operation, body }: Draft): readonly string[] {
  const media = writableMedia(operation);
  if (!media) return [];
  if (!body) return operation.requestBody?.required ? [' required'] : [];
  if (body.kind !== 'value' || media.schema === undefined || !isJsonMedia(media.mediaType)) return [];
  return brokenBy(run, media.schema, body.value);
}

function brokenBy(run: Run, schema: Schema, value: unknown): readonly string[] {
  const check = tryCompile(run.bench.requests, schema);
  if (!check || check(value)) return [];
  return (check.errors ?? []).map(({ keyword, instancePath }) => `${instancePath} ${keyword}`);
}

/** Whether an answer breaks the same obligation again. */
function judgeAgain(
  run: Run,
  obligation: Obligation,
  { failure, exchange }: { readonly failure: Failure; readonly exchange: Exchange },
): Finding | undefined {
  const { flaw } = exchange.draft;
  const status = exchange.answer?.status ?? 0;
  const told = { ...failure.finding, received: describeAnswer(exchange), exchange: run.record(exchange) };
  if (/^[RPX]\./.test(obligation.kind)) {
    const broken = observe(run.bench, exchange).find(
      ({ kind, parts, outcome }) =>
        outcome === 'broken' && obligationId(obligation.operation, kind, ...parts) === obligation.id,
    );
    return broken?.outcome === 'broken'
      ? { ...told, expected: broken.expected, received: broken.received }
      : undefined;
  }
  if (flaw) return matchesStatus(status, flaw.breaches) ? told : undefined;
  return obligation.kind === 'Q.accept' &&
    isAtGoal(run, obligation, exchange) &&
    matchesStatus(status, ['400', '422'])
    ? told
    : undefined;
}

/** Away from its edge, a refused request is about another promise. */
function isAtGoal(run: Run, { id }: Obligation, { draft }: Exchange): boolean {
  const goal = goalsOf(run, draft.operation).find((candidate) => candidate.id === id);
  return goal !== undefined && reaches(run, goal, draft);
}
