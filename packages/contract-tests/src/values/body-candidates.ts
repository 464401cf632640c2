import type { MediaType, Operation } from '@plumbline/openapi';
import { isJsonMedia } from '../check/media-type.ts';
import { dereference } from '../plan/constraints.ts';
import { isJsonObject } from './json.ts';
import { tryMake } from './make.ts';
import { widen } from './widen.ts';
import { tryCompile, type Workbench } from './workbench.ts';

/** A body that should be accepted. */
export interface BodyCandidate {
  readonly value: unknown;
  /** The name of the example it is, when it is one as written. */
  readonly example?: string;
}

/** Made bodies beside the examples; a few, since each costs a request. */
const madeBodies = 3;

/**
 * Bodies to try, the likeliest first: the examples; the examples with only what is required, which drops days that
 * have passed and ids that are somebody else's; one with everything that is optional; made values.
 */
export function bodyCandidates(
  bench: Workbench,
  operation: Operation,
  media: MediaType,
): readonly BodyCandidate[] {
  const { schema } = media;
  const examples = media.examples.map(({ name, value }) => ({ value, example: name }));
  if (schema === undefined)
    return examples.length > 0 ? examples : [{ value: isJsonMedia(media.mediaType) ? {} : 'text' }];
  const check = tryCompile(bench.requests, schema);
  const made = Array.from({ length: madeBodies }, (_, index) =>
    tryMake(bench, schema, `${operation.id}:body:${index}`),
  ).filter((value) => value !== undefined);
  const whole: readonly BodyCandidate[] = [...examples, ...made];
  const bare = whole.map(({ value }) => ({ value: withoutOptional(bench, schema, value) }));
  const [first] = whole;
  const widest = first
    ? [{ value: widen(bench, schema, { value: first.value, purpose: `${operation.id}:widest` }) }]
    : [];
  const valid = [
    ...examples,
    ...bare.slice(0, examples.length),
    ...widest,
    ...made,
    ...bare.slice(examples.length),
  ].filter(({ value }) => check?.(value) ?? true);
  return unique(valid);
}

/** The value with only the required properties of its own schema; itself where the schema does not say. */
function withoutOptional(
  bench: Workbench,
  schema: NonNullable<MediaType['schema']>,
  value: unknown,
): unknown {
  const root = dereference(schema, bench.definitions);
  if (!isJsonObject(value) || typeof root === 'boolean' || !Array.isArray(root.required)) return value;
  const required = new Set(root.required);
  return Object.fromEntries(Object.entries(value).filter(([name]) => required.has(name)));
}

function unique(candidates: readonly BodyCandidate[]): readonly BodyCandidate[] {
  const seen = new Map<string, BodyCandidate>();
  for (const candidate of candidates) {
    const text = JSON.stringify(candidate.value);
    if (!seen.has(text)) seen.set(text, candidate);
  }
  return [...seen.values()];
}
