import { makeValue } from '@plumbline/json-schema';
import type { Operation } from '@plumbline/openapi';
import { isProblemMedia } from '../check/media-type.ts';
import { responseFor } from '../check/status.ts';
import { isJsonObject } from '../values/json.ts';
import type { FaultSetup } from './fault-operator.ts';
import { type CallAnswer, jsonOf, withJson } from './message.ts';

/** A refusal that looks as the server's own do: like the last one of that status, else like any, else as declared. */
export function refuse(
  setup: Pick<FaultSetup, 'world' | 'seed'>,
  operation: Operation,
  { status, like }: { readonly status: number; readonly like?: CallAnswer | undefined },
): CallAnswer {
  const own = setup.world.memory.lastOfStatus(status);
  if (own) return { ...own, headers: mergedHeaders(own, like) };
  const made = { status, headers: problemHeaders(like), body: new Uint8Array() };
  return withJson(made, makeProblem(setup, operation, status));
}

/** The answer with another status, and the problem in its body, if it is one, with it. */
export function withStatus(answer: CallAnswer, status: number): CallAnswer {
  const problem = jsonOf(answer)?.value;
  const changed = { ...answer, status };
  if (!isProblemMedia(answer.headers.get('content-type') ?? '') || !isJsonObject(problem)) return changed;
  return 'status' in problem ? withJson(changed, { ...problem, status }) : changed;
}

/** Rate limits are told on every answer, so those of the answer that is replaced stay. */
function mergedHeaders({ headers }: CallAnswer, like: CallAnswer | undefined): Headers {
  const merged = new Headers(headers);
  for (const [name, value] of like?.headers ?? []) if (isRateHeader(name)) merged.set(name, value);
  return merged;
}

const isRateHeader = (name: string): boolean => /rate-?limit/i.test(name);

function problemHeaders(like: CallAnswer | undefined): Headers {
  const headers = new Headers();
  for (const [name, value] of like?.headers ?? []) {
    if (name !== 'content-type' && name !== 'content-length') headers.set(name, value);
  }
  headers.set('content-type', 'application/problem+json');
  return headers;
}

function makeProblem(
  { world, seed }: Pick<FaultSetup, 'world' | 'seed'>,
  operation: Operation,
  status: number,
) {
  const media = responseFor(operation, status)?.content[0];
  const plain = { type: 'about:blank', title: 'Refused', status };
  if (media?.schema === undefined) return plain;
  try {
    const made = makeValue(media.schema, { definitions: world.model.schemas, seed, projection: 'response' });
    return isJsonObject(made) ? { ...made, status } : plain;
  } catch {
    return plain; // The schema admits nothing that can be made: a plain problem says the same.
  }
}
