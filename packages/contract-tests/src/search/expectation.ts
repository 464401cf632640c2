import type { CheckError, Schema } from '@plumbline/json-schema';
import { findMedia } from '../check/check-body.ts';
import { responseFor } from '../check/status.ts';
import type { Obligation } from '../obligation.ts';
import type { BodyRule, ReplayExpectation } from '../replay.ts';
import type { Answer, Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { atPointer, parseJson } from '../values/json.ts';
import { tryCompile } from '../values/workbench.ts';

/** What a right server answers instead; undefined where one answer alone does not tell. */
export function expectationOf(
  run: Run,
  { kind, id }: Obligation,
  exchange: Exchange,
): ReplayExpectation | undefined {
  const { operation, flaw } = exchange.draft;
  const { answer } = exchange;
  if (kind === 'R.5xx') return { kind: 'status', statuses: ['1XX', '2XX', '3XX', '4XX'] };
  if (kind === 'R.undeclared')
    return { kind: 'status', statuses: operation.responses.map(({ status }) => status) };
  if (kind === 'R.media' && answer) return mediaExpectation(exchange, answer);
  if (kind === 'R.header' && answer) return headerExpectation(id, answer);
  if (kind === 'R.body' && answer) return bodyExpectation(run, exchange, answer);
  if (kind === 'P.status' && answer)
    return rulesOf([{ pointer: '', rule: 'has', property: 'status' }, isStatus(answer)]);
  if (flaw && flaw.refusals.length > 0) return { kind: 'status', statuses: [...new Set(flaw.refusals)] };
  if (kind === 'Q.accept' || kind === 'O.example' || kind === 'L.create-get')
    return { kind: 'status', statuses: ['2XX'] };
  if (kind === 'L.delete-get') return { kind: 'status', statuses: ['404', '410'] };
  return undefined;
}

function mediaExpectation({ draft }: Exchange, { status }: Answer): ReplayExpectation | undefined {
  const mediaTypes = responseFor(draft.operation, status)?.content.map(({ mediaType }) => mediaType) ?? [];
  return mediaTypes.length > 0 ? { kind: 'mediaType', mediaTypes } : undefined;
}

function headerExpectation(id: string, { headers }: Answer): ReplayExpectation {
  const name = id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  const value = headers.get(name);
  return { kind: 'header', name, ...(value === null ? {} : { not: value }) };
}

const rulesOf = (rules: readonly BodyRule[]): ReplayExpectation => ({ kind: 'body', rules });

const isStatus = ({ status }: Answer): BodyRule => ({
  pointer: '/status',
  rule: 'oneOf',
  values: [status],
});

function bodyExpectation(run: Run, { draft }: Exchange, answer: Answer): ReplayExpectation | undefined {
  const response = responseFor(draft.operation, answer.status);
  const media = findMedia(response?.content ?? [], answer.headers.get('content-type') ?? '');
  const json = parseJson(answer.text);
  if (media?.schema === undefined || !json) return undefined;
  const rules = brokenRules(run, media.schema, json.value);
  return rules.length > 0 ? rulesOf(rules) : undefined;
}

/** More rules than these say the same once more. */
const mostRules = 5;

function brokenRules(run: Run, schema: Schema, value: unknown): readonly BodyRule[] {
  const check = tryCompile(run.bench.responses, schema);
  if (!check || check(value)) return [];
  return (check.errors ?? []).slice(0, mostRules).map((error) => toRule(error, value));
}

function toRule({ keyword, instancePath: pointer, params }: CheckError, value: unknown): BodyRule {
  const { missingProperty, additionalProperty, unevaluatedProperty, type, allowedValues } = params;
  const extra = additionalProperty ?? unevaluatedProperty;
  if (keyword === 'required' && typeof missingProperty === 'string')
    return { pointer, rule: 'has', property: missingProperty };
  if (typeof extra === 'string') return { pointer, rule: 'lacks', property: extra };
  if (keyword === 'type') return { pointer, rule: 'type', types: [type].flat().map(String) };
  if (keyword === 'enum' && Array.isArray(allowedValues))
    return { pointer, rule: 'oneOf', values: allowedValues };
  return { pointer, rule: 'not', value: atPointer(value, pointer) ?? null };
}
