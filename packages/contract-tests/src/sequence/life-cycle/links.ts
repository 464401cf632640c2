import type { Link, Operation, Response } from '@plumbline/openapi';
import { matchesStatus, responseFor } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import { parameterKey } from '../../plan/requests.ts';
import type { Draft, DraftValue } from '../../request/draft.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { isReading } from '../../run/operation-effect.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { atPointer, parseJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { judgeWrite, obstacleTo } from './followed-write.ts';

/** Follows the links of answers that were seen (OpenAPI 3.1.1, section 4.8.20). */
export async function proveLinks(run: Run, accepted: readonly Exchange[]): Promise<void> {
  for (const [response, exchange] of firstOfEach(accepted)) {
    for (const link of response.links) {
      const id = obligationId(exchange.draft.operation.id, 'O.link', response.status, link.name);
      if (run.ledger.has(id)) run.ledger.rule(id, await judgeLink(run, link, exchange));
    }
  }
}

function firstOfEach(accepted: readonly Exchange[]): ReadonlyMap<Response, Exchange> {
  const found = new Map<Response, Exchange>();
  for (const exchange of accepted) {
    const response = exchange.answer && responseFor(exchange.draft.operation, exchange.answer.status);
    if (response && !found.has(response)) found.set(response, exchange);
  }
  return found;
}

async function judgeLink(run: Run, link: Link, from: Exchange): Promise<Verdict> {
  const target = run.model.operations.find(({ id }) => id === link.operation);
  if (!target) return unproven('unsupported', 'it leads to no operation of this description');
  const values = valuesOf(link, target, from);
  if (typeof values === 'string') return missing(run, values, from);
  const obstacle = isReading(target) ? undefined : obstacleTo(run, target);
  if (obstacle) return obstacle;
  const draft = await draftTo(run, target, values);
  if (!draft) return unproven('needs-credentials');
  if (!isReading(target)) {
    const body = link.requestBody === undefined ? undefined : evaluate(link.requestBody, from);
    return judgeWrite(run, { draft, from, body });
  }
  return judgeFollowed(run, await run.send(draft), from);
}

/** The values for the target's parameters; a text: the expression that leads nowhere. */
function valuesOf(
  { parameters }: Link,
  target: Operation,
  from: Exchange,
): ReadonlyMap<string, DraftValue> | string {
  const values = new Map<string, DraftValue>();
  for (const [name, written] of Object.entries(parameters)) {
    const parameter = target.parameters.find(
      (candidate) => candidate.name === name || `${candidate.in}.${candidate.name}` === name,
    );
    const value = evaluate(written, from);
    if (value === undefined) return String(written);
    if (parameter) values.set(parameterKey(parameter), { parameter, value });
  }
  return values;
}

/** A constant, or what a runtime expression names (OpenAPI 3.1.1, section 4.8.20.4). */
function evaluate(written: unknown, { answer, request, draft }: Exchange): unknown {
  if (typeof written !== 'string' || !written.startsWith('$')) return written;
  if (written === '$url') return request.url;
  if (written === '$method') return request.method;
  if (written === '$statusCode') return answer?.status;
  const [, message, place, rest = ''] =
    /^\$(request|response)\.(body|header|query|path)(.*)$/s.exec(written) ?? [];
  if (place === 'body') {
    const text = message === 'request' ? request.body : answer?.text;
    return atPointer(parseJson(text ?? '')?.value, rest.replace(/^#/, ''));
  }
  const name = rest.replace(/^\./, '');
  if (place === 'header') {
    const found = message === 'request' ? request.headers[name.toLowerCase()] : answer?.headers.get(name);
    return found ?? undefined;
  }
  return place === undefined ? undefined : draft.values.get(`${place}/${name}`)?.value;
}

function missing(run: Run, expression: string, from: Exchange): Verdict {
  return violated({
    expected: `the answer to hold what the link names by \`${expression}\``,
    received: 'an answer without it',
    exchange: run.record(from),
  });
}

async function draftTo(
  run: Run,
  target: Operation,
  linked: ReadonlyMap<string, DraftValue>,
): Promise<Draft | undefined> {
  const identity = await run.callers.sufficient(target);
  const path = new Map([...linked.values()].map(({ parameter, value }) => [parameter.name, value]));
  const draft = identity && draftFor(run, target, { identity, path });
  return draft && !('missing' in draft)
    ? { ...draft, values: new Map([...draft.values, ...linked]) }
    : undefined;
}

/** What was there when the answer was given may be found; a refusal for another reason is none of the link's. */
function judgeFollowed(run: Run, exchange: Exchange, from: Exchange): Verdict {
  if (isAccepted(exchange)) return run.provedBy(from, exchange);
  const isWrong = matchesStatus(exchange.answer?.status ?? 0, ['400', '404', '410', '422']);
  if (!isWrong) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `the values of the link to be taken by ${exchange.draft.operation.id}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
