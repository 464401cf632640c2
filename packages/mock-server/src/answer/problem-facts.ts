import type { MediaType } from '@plumbline/openapi';
import { isObject, type JsonObject } from '../json.ts';
import { essenceOf } from '../media-kind.ts';
import type { Examples } from './examples.ts';

/** The members of problem details that speak of one occurrence (RFC 9457, section 3.1), and common ones. */
const FACTS = ['status', 'detail', 'instance', 'requestId', 'errors'];

/**
 * A problem of the description with the facts of this request in those members that it has, as far as its schema
 * allows them.
 */
export function withFacts(
  problem: unknown,
  facts: JsonObject,
  { content, examples }: { readonly content: MediaType; readonly examples: Examples },
): unknown {
  if (!isObject(problem)) return problem;
  const told = FACTS.filter((name) => Object.hasOwn(problem, name) && Object.hasOwn(facts, name));
  const isValid = (candidate: JsonObject) => examples.problemOf(content, candidate) === undefined;
  const factual = { ...problem, ...Object.fromEntries(told.map((name) => [name, facts[name]])) };
  if (isValid(factual)) return factual;
  let known: JsonObject = problem;
  for (const name of told) {
    const next = { ...known, [name]: facts[name] };
    if (isValid(next)) known = next;
  }
  return known;
}

export function isProblem({ mediaType }: MediaType): boolean {
  return essenceOf(mediaType) === 'application/problem+json';
}
