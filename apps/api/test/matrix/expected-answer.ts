import type { ApiModel, Operation } from '@plumbline/openapi';
import type { MatrixCaller } from './callers.ts';
import type { Ownership } from './requests.ts';

/** `let in`: authorization has nothing against the request. */
export type MatrixAnswer =
  | 'let in'
  | '401 unauthorized'
  | '403 insufficient-scope'
  | '403 insufficient-role'
  | '404 not-found';

/** What the description makes of a caller: its scopes, its roles, and whose the thing is that is asked for. */
export function expectedAnswer(
  model: ApiModel,
  { operation, ownership }: { readonly operation: Operation; readonly ownership: Ownership },
  caller: MatrixCaller,
): MatrixAnswer {
  const scopes = operation.security.flatMap(({ schemes }) => schemes.flatMap((scheme) => scheme.scopes));
  if (operation.security.length === 0) return 'let in';
  if (!caller.isKnown) return '401 unauthorized';
  if (!scopes.every((scope) => caller.scopes.includes(scope))) return '403 insufficient-scope';
  if (!neededRoles(model, operation, scopes).every((roles) => roles.includes(caller.role))) {
    return '403 insufficient-role';
  }
  return isReachable(ownership, caller) ? 'let in' : '404 not-found';
}

/** Of each of these groups the caller needs one. */
function neededRoles(model: ApiModel, { behaviours }: Operation, scopes: readonly string[]): string[][] {
  const known = model.securitySchemes.flatMap((scheme) => scheme.scopes);
  const byScope = known.filter(({ name }) => scopes.includes(name)).flatMap(({ role }) => role ?? []);
  return [
    ...(behaviours.roles.length === 0 ? [] : [[...behaviours.roles]]),
    ...byScope.map((role) => [role]),
  ];
}

function isReachable(ownership: Ownership, { isOfOrganization, seesWebsite }: MatrixCaller): boolean {
  if (ownership === 'caller') return true;
  if (ownership === 'somebody else') return false;
  return isOfOrganization && (ownership === 'organization' || seesWebsite);
}
