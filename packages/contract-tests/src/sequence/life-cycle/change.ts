import { type EchoedProperty, echoedProperties } from '../../plan/echoed-properties.ts';
import { jsonBody } from '../../plan/requests.ts';
import type { Draft } from '../../request/draft.ts';
import { freshBody } from '../../run/accept.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, type JsonObject } from '../../values/json.ts';
import { tryCompile } from '../../values/workbench.ts';
import { likenessOf } from './echo.ts';
import type { Sight } from './sight.ts';

/** A request that changes something that can be seen. */
export interface Change {
  readonly draft: Draft;
  readonly body: JsonObject;
  /** Those that change, of what it names. */
  readonly names: readonly string[];
}

/**
 * Changes of what was seen, the likeliest to be accepted and the most telling first: one property with another text,
 * one with a value that was accepted before, a whole body that was.
 */
export function changesOf(
  run: Run,
  { drafts, seen }: { readonly drafts: readonly Draft[]; readonly seen: Sight },
): readonly Change[] {
  const bodies = drafts.flatMap((draft) => {
    const body = draftObject(draft);
    return body ? [{ draft, body }] : [];
  });
  const parts = bodies.flatMap(({ draft, body }) =>
    Object.entries(body).map(([name, value]) => ({ draft, body: { [name]: value } })),
  );
  const isPatch = drafts[0]?.method === 'PATCH';
  const single = isPatch ? parts : [];
  const renamed = [...single, ...bodies].flatMap(({ draft, body }) => rename(run, draft, body));
  const changes = [...renamed, ...single, ...bodies].flatMap((part) => toChange(run, part, seen));
  return unique(changes).toSorted(
    (one, other) => Object.keys(one.body).length - Object.keys(other.body).length,
  );
}

/** What a draft says before it is sent: on the way it may be changed once more. */
export function draftObject({ body }: Draft): JsonObject | undefined {
  return body?.kind === 'value' && isJsonObject(body.value) ? body.value : undefined;
}

interface Part {
  readonly draft: Draft;
  readonly body: JsonObject;
}

function rename(run: Run, draft: Draft, body: JsonObject): readonly Part[] {
  if (draft.body?.kind !== 'value') return [];
  const fresh = freshBody(run, { ...draft, body: { ...draft.body, value: body } }, `${run.settings.nonce}c`);
  const renamed = fresh?.body?.kind === 'value' ? fresh.body.value : undefined;
  // freshBody keeps the form of what it is given.
  return renamed === undefined ? [] : [{ draft, body: renamed as JsonObject }];
}

function toChange(run: Run, { draft, body }: Part, seen: Sight): readonly Change[] {
  const { operation } = draft;
  const schema = jsonBody(operation)?.schema;
  if (draft.body?.kind !== 'value' || schema === undefined) return [];
  if (!(tryCompile(run.bench.requests, schema)?.(body) ?? true)) return [];
  const names = changedNames(run, { draft, body }, seen);
  if (names.length === 0) return [];
  const key = draft.key === 'none' ? 'none' : 'fresh';
  return [{ draft: { ...draft, body: { ...draft.body, value: body }, key }, body, names }];
}

/** The properties of a body that read otherwise now. */
export function changedNames(run: Run, { draft, body }: Part, seen: Sight): readonly string[] {
  return echoedProperties(draft.operation, [seen.exchange.draft.operation], run.bench.definitions)
    .filter((property) => changes(run, property, { sent: body, shown: seen, isRead: true }))
    .map(({ name }) => name);
}

const changes = (run: Run, property: EchoedProperty, reflection: Parameters<typeof likenessOf>[2]): boolean =>
  Object.hasOwn(reflection.sent, property.name) && likenessOf(run, property, reflection) === 'different';

function unique(changes: readonly Change[]): readonly Change[] {
  return [...new Map(changes.map((change) => [JSON.stringify(change.body), change])).values()];
}
