import type { Draft } from '../request/draft.ts';
import type { Minting } from '../resources/minting.ts';
import type { Credentials, Identity, Mint } from '../target.ts';
import { atPointer, isJsonObject, parseJson } from '../values/json.ts';
import { freshBody, goodDrafts } from './accept.ts';
import { draftFor } from './draft-for.ts';
import { type Exchange, isAccepted } from './exchange-record.ts';
import type { Run } from './run.ts';

/**
 * Makes credentials by the API's own operation, as a caller who has all of the scopes himself. The run knows what it
 * made and takes it back at its end.
 */
export function mintThroughApi(run: Run, minting: Minting): Mint {
  return async ({ scopes, role }) => {
    const maker = makerFor(run, { scopes, role });
    if (!maker || run.settings.safe || scopes.length === 0) return undefined;
    const exchange = await mintAs(run, minting, { maker, scopes });
    return exchange && secretOf(run, minting, exchange);
  };
}

function makerFor(
  run: Run,
  { scopes, role }: { readonly scopes: readonly string[]; readonly role: string | undefined },
): Identity | undefined {
  return run.callers.given.find(
    (identity) =>
      identity.isDisposable !== true &&
      (identity.scopes === undefined || scopes.every((scope) => identity.scopes?.includes(scope))) &&
      (role === undefined || identity.roles === undefined || identity.roles.includes(role)),
  );
}

interface Wish {
  readonly maker: Identity;
  readonly scopes: readonly string[];
}

/** Asks for credentials with these scopes; undefined where no request can be made. */
export async function mintAs(run: Run, minting: Minting, wish: Wish): Promise<Exchange | undefined> {
  const draft = draftFor(run, minting.create, { identity: wish.maker, path: new Map() });
  if ('missing' in draft) return undefined;
  const [good] = goodDrafts(run, draft);
  if (!good) return undefined;
  const scoped = withScopes(minting, good.draft, wish.scopes);
  return run.send(freshBody(run, scoped, run.mark(minting.create)) ?? scoped);
}

/** The request for credentials with other scopes. */
export function withScopes(minting: Minting, draft: Draft, scopes: readonly string[]): Draft {
  if (draft.body?.kind !== 'value' || !isJsonObject(draft.body.value)) return draft;
  return { ...draft, body: { ...draft.body, value: { ...draft.body.value, [minting.scopes]: scopes } } };
}

/** The new credentials, which reports do not show from now on; undefined where the answer tells none. */
export function secretOf(run: Run, { scheme, secret }: Minting, exchange: Exchange): Credentials | undefined {
  const found = atPointer(parseJson(exchange.answer?.text ?? '')?.value, secret);
  if (!isAccepted(exchange) || typeof found !== 'string') return undefined;
  const credentials = { [scheme]: found };
  run.conceal({ name: `made ${exchange.number}`, credentials });
  return credentials;
}
