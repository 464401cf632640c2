import type { Operation, Parameter } from '@plumbline/openapi';
import { type Draft, withIdentity, withValue } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import { resolvePath } from '../resources/resolve-path.ts';
import { freshBody, goodDrafts } from '../run/accept.ts';
import { draftFor } from '../run/draft-for.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import type { Identity } from '../target.ts';
import { parseJson } from '../values/json.ts';
import { describeMistake, InvalidSetup } from './invalid-setup.ts';
import type { SetupAnswer, SetupApi, SetupCall } from './way.ts';

/** Where in a set-up a call stands, and the request that it is to make possible. */
export interface Purpose {
  /** `reach["lendBook/409"]`. */
  readonly at: string;
  readonly base: Draft | undefined;
}

export function createSetupApi(run: Run, purpose: Purpose): SetupApi {
  return {
    path: Object.fromEntries([...pathOf(purpose.base)].map(([name, value]) => [name, String(value)])),
    call: async (id, call = {}) => {
      const draft = await draftOfCall(run, purpose, { operation: findOperation(run, purpose, id), call });
      return toAnswer(await run.send(draft));
    },
  };
}

function findOperation({ model }: Run, { at }: Purpose, id: string): Operation {
  const found = model.operations.find((operation) => operation.id === id);
  if (found) return found;
  const known = model.operations.map((operation) => operation.id);
  throw new InvalidSetup([describeMistake({ at, what: 'an operation of the description', name: id, known })]);
}

function toAnswer({ answer, failure }: Exchange): SetupAnswer {
  if (!answer) throw new Error(failure ?? 'no answer');
  const body = parseJson(answer.text);
  return { status: answer.status, headers: answer.headers, body: body ? body.value : answer.text };
}

interface CallOf {
  readonly operation: Operation;
  readonly call: SetupCall;
}

/** The request of a call: its own values, else those of the request in question, else what the run knows or makes. */
export async function draftOfCall(run: Run, purpose: Purpose, { operation, call }: CallOf): Promise<Draft> {
  const identity = await callerOf(run, purpose, { operation, call });
  const path = await pathFor(run, purpose, operation, call);
  const draft = draftFor(run, operation, { identity, path });
  if ('missing' in draft)
    throw new Error(`no value of \`${draft.missing.name}\` of ${operation.id} can be made`);
  return adjustDraft(run, purpose, { draft, call });
}

async function callerOf(run: Run, purpose: Purpose, { operation, call }: CallOf): Promise<Identity> {
  if (call.as !== undefined) return findIdentity(run, purpose, call.as);
  const identity = await run.callers.sufficient(operation);
  if (!identity) throw new Error(`nobody may call ${operation.id}`);
  return identity;
}

function findIdentity({ settings }: Run, { at }: Purpose, name: string): Identity {
  const identities = settings.identities ?? [];
  const found = identities.find((identity) => identity.name === name);
  if (found) return found;
  const known = identities.map((identity) => identity.name);
  throw new InvalidSetup([describeMistake({ at, what: 'an identity of the set-up', name, known })]);
}

const pathOf = (draft: Draft | undefined): ReadonlyMap<string, unknown> =>
  new Map(
    [...(draft?.values.values() ?? [])]
      .filter(({ parameter }) => parameter.in === 'path')
      .map(({ parameter, value }) => [parameter.name, value]),
  );

/** Ids of the same collections are the same things, whatever the parameters are called. */
async function pathFor(
  run: Run,
  { base }: Purpose,
  operation: Operation,
  { path = {} }: SetupCall,
): Promise<ReadonlyMap<string, unknown>> {
  const named = pathOf(base);
  const shared = new Map(
    (base ? run.map.idsOf(base.operation) : []).map(({ collection, parameter }) => [
      collection,
      named.get(parameter),
    ]),
  );
  const known = run.map
    .idsOf(operation)
    .map(({ collection, parameter }) => [parameter, path[parameter] ?? shared.get(collection)] as const);
  if (known.every(([, value]) => value !== undefined)) return new Map(known);
  const resolved = await resolvePath(run, operation, { needsOwn: false });
  if (!resolved) throw new Error(`nothing is known for the path of ${operation.id}`);
  return new Map([...resolved, ...known.filter(([, value]) => value !== undefined)]);
}

/** The request with what a call says of it; a good body where the call names none. */
export function adjustDraft(
  run: Run,
  purpose: Purpose,
  { draft, call }: { readonly draft: Draft; readonly call: SetupCall },
): Draft {
  const values = { ...call.path, ...call.parameters };
  const valued = Object.entries(values).reduce(
    (next, [name, value]) => withValue(next, findParameter(purpose, draft.operation, name), value),
    draft,
  );
  const queried = call.query === undefined ? valued : { ...valued, extraQuery: call.query };
  const caller = call.as === undefined ? queried : withIdentity(queried, findIdentity(run, purpose, call.as));
  const media = writableMedia(draft.operation);
  if (call.body !== undefined && media) {
    return { ...caller, body: { kind: 'value', mediaType: media.mediaType, value: call.body } };
  }
  if (caller.body) return caller;
  const good = goodDrafts(run, caller)[0]?.draft ?? caller;
  return freshBody(run, good, run.mark(draft.operation)) ?? good;
}

function findParameter({ at }: Purpose, { id, parameters }: Operation, name: string): Parameter {
  const found = parameters.find((parameter) => parameter.name === name);
  if (found) return found;
  const known = parameters.map((parameter) => parameter.name);
  throw new InvalidSetup([describeMistake({ at, what: `a parameter of \`${id}\``, name, known })]);
}
