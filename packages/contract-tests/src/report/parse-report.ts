import { type ObligationKind, obligationKinds } from '../obligation.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { isJsonObject } from '../values/json.ts';
import { reasons } from '../verdict.ts';
import { type Report, summarize } from './report.ts';

/**
 * A report that was written as JSON. What it says of itself as a whole is counted again.
 *
 * @throws {SyntaxError} which says what is wrong with the text
 */
export function parseReport(text: string): Report {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value) || !Array.isArray(value.results) || typeof value.title !== 'string')
    throw new SyntaxError('it is no report: write one with `plumbline test --report json=report.json`');
  const lists = [value.exchanges, value.leftBehind, value.edges, value.properties];
  if (!lists.every((list) => list === undefined || Array.isArray(list)))
    throw new SyntaxError('its `exchanges`, `leftBehind`, `edges` and `properties` must be lists');
  const results = value.results.map(toResult);
  const { coverage: _, ...report } = value;
  const known = { version: '', baseUrl: '', seed: 0, run: '', requests: 0, leftBehind: [], exchanges: [] };
  // The results were just looked through; what else reports hold has its form, or none at all.
  return { ...known, ...report, ...summarize(results), results } as unknown as Report;
}

function toResult(value: unknown, index: number): ObligationResult {
  const result: Readonly<Record<string, unknown>> = isJsonObject(value) ? value : {};
  const texts = [result.id, result.operation, result.claim, result.level];
  const isWhole = isKind(result.kind) && isPlace(result.place) && isVerdict(result.verdict);
  if (!isWhole || !texts.every((text) => typeof text === 'string'))
    throw new SyntaxError(`result ${index + 1} is none of this version of Plumbline`);
  // Every part that reports read was just seen.
  return result as unknown as ObligationResult;
}

const isKind = (kind: unknown): kind is ObligationKind =>
  typeof kind === 'string' && Object.hasOwn(obligationKinds, kind);

const isPlace = (place: unknown): boolean =>
  isJsonObject(place) && typeof place.file === 'string' && typeof place.pointer === 'string';

function isVerdict(verdict: unknown): boolean {
  if (!isJsonObject(verdict)) return false;
  const { outcome, by, reason, exchange } = verdict;
  if (outcome === 'proved') return Array.isArray(by);
  if (outcome === 'unproven') return typeof reason === 'string' && Object.hasOwn(reasons, reason);
  return outcome === 'violated' && isJsonObject(exchange) && isJsonObject(exchange.request);
}
