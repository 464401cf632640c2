import type { SecurityRequirementContract, SecuritySchemeContract } from '../../contract.ts';
import type { Principal } from '../context.ts';
import { frameProblem } from '../problem.ts';

/** A scope that an operation needs, and everything that a caller may hold to have it. */
export interface NeededScope {
  readonly name: string;
  readonly heldBy: ReadonlySet<string>;
  /** Without it the scope is worth nothing. */
  readonly role: string | undefined;
}

/** The scopes of one security requirement, with what implies them, over as many steps as declared. */
export function neededScopes(
  requirement: SecurityRequirementContract,
  schemes: ReadonlyMap<string, SecuritySchemeContract>,
): NeededScope[] {
  return requirement.schemes.flatMap(({ name, scopes }) => {
    const known = schemes.get(name)?.scopes ?? [];
    return scopes.map((scope) => ({
      name: scope,
      heldBy: holdersOf(scope, known),
      role: known.find((one) => one.name === scope)?.role,
    }));
  });
}

function holdersOf(scope: string, known: SecuritySchemeContract['scopes']): Set<string> {
  const holders = new Set([scope]);
  for (let before = 0; before !== holders.size; ) {
    before = holders.size;
    for (const { name, implies } of known)
      if (implies.some((implied) => holders.has(implied))) holders.add(name);
  }
  return holders;
}

export function missingScope(needed: readonly NeededScope[], principal: Principal): NeededScope | undefined {
  return needed.find(({ heldBy }) => !principal.scopes.some((scope) => heldBy.has(scope)));
}

/** 403 when the caller lacks a scope; RFC 6750, section 3.1 names the header. */
export function requireScopes(needed: readonly NeededScope[], principal: Principal): void {
  const missing = missingScope(needed, principal);
  if (missing !== undefined) {
    throw frameProblem('insufficient-scope', `This operation needs the scope ${missing.name}.`);
  }
}

/** 403 when the caller has none of the operation's roles, or not the one that a needed scope asks for. */
export function requireRoles(
  roles: readonly string[],
  needed: readonly NeededScope[],
  principal: Principal,
): void {
  if (roles.length > 0 && !roles.some((role) => principal.roles.includes(role))) {
    throw frameProblem('insufficient-role', `This operation needs the role ${roles.join(' or ')}.`);
  }
  for (const { name, role } of needed) {
    if (role !== undefined && !principal.roles.includes(role)) {
      throw frameProblem('insufficient-role', `The scope ${name} needs the role ${role}.`);
    }
  }
}
