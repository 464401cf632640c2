import { needsCredentials, requiredScopes } from '../../plan/access.ts';
import { jsonBody } from '../../plan/requests.ts';
import { type Draft, withIdentity } from '../../request/draft.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, type JsonObject, sameJson } from '../../values/json.ts';
import { tryBreak } from '../../values/make.ts';

/** A good write, and the properties that tell whether it had an effect. */
export interface Write {
  readonly draft: Draft;
  readonly mustKeep: readonly string[];
  /** Good bodies of the same operation, which may have parts that can be broken beside. */
  readonly others?: readonly JsonObject[];
}

/** Sends a write from somebody who may not, and once with an invalid body that still says what the good one says. */
export async function sendRefused(run: Run, write: Write): Promise<readonly Exchange[]> {
  const drafts = [await forbidden(run, write.draft), invalid(run, write)];
  const answered: Exchange[] = [];
  for (const draft of drafts) if (draft) answered.push(await run.send(draft));
  return answered;
}

async function forbidden(run: Run, draft: Draft): Promise<Draft | undefined> {
  const { operation } = draft;
  if (!needsCredentials(operation)) return undefined;
  const [scope] = requiredScopes(operation);
  const identity = scope === undefined ? undefined : await run.callers.lacking(operation, scope);
  const refusals = identity ? ['403'] : ['401', '403'];
  return {
    ...withIdentity(draft, identity),
    flaw: { description: 'from somebody who may not', refusals, breaches: [] },
  };
}

function invalid(run: Run, { draft, mustKeep, others = [] }: Write): Draft | undefined {
  const schema = jsonBody(draft.operation)?.schema;
  const { body } = draft;
  if (schema === undefined || body?.kind !== 'value' || !isJsonObject(body.value)) return undefined;
  const good = body.value;
  const keepsAll = (value: unknown): boolean =>
    isJsonObject(value) && mustKeep.every((name) => sameJson(value[name], good[name]));
  const purpose = `${draft.operation.id}:no effect`;
  const broken = [good, ...others.map((other) => ({ ...other, ...good }))]
    .flatMap((base) => tryBreak(run.bench, schema, base, purpose))
    .find(({ value }) => keepsAll(value));
  if (!broken) return undefined;
  const flaw = { description: `with a body ${broken.description}`, refusals: ['400', '422'], breaches: [] };
  return { ...draft, body: { ...body, value: broken.value }, flaw };
}
