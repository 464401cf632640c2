import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../json-object.ts';
import type { Scope, SecurityRequirement, SecurityScheme } from './api-model.ts';
import {
  child,
  descendant,
  isAbsent,
  itemsOf,
  membersOf,
  type Node,
  present,
  textOf,
  textsOf,
} from './node.ts';
import { type Reading, resolveObject } from './reading.ts';

/** The operation's own list replaces the description's, also when it is empty. */
export function readSecurity(reading: Reading, operation: Node): readonly SecurityRequirement[] {
  const own = child(operation, 'security');
  const list = isAbsent(own) ? child(reading.root, 'security') : own;
  return itemsOf(list).map((requirement) => ({
    schemes: membersOf(requirement).map(([name, scopes]) => ({
      name: schemeName(reading, name),
      scopes: textsOf(scopes),
    })),
  }));
}

/** OpenAPI 3.2 lets a requirement name its scheme by reference. */
function schemeName(reading: Reading, written: string): string {
  const tokens = parseFragmentPointer(written);
  const isPlain = !isAbsent(descendant(reading.root, ['components', 'securitySchemes', written]));
  return isPlain || !tokens ? written : (tokens.at(-1) ?? written);
}

const types = ['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect'] as const;
const keyLocations = ['query', 'header', 'cookie'] as const;

export const readSecuritySchemes = (reading: Reading): readonly SecurityScheme[] =>
  membersOf(descendant(reading.root, ['components', 'securitySchemes'])).flatMap(([name, written]) => {
    const node = resolveObject(reading, written, 'A security scheme');
    const scheme = node && readScheme(reading, name, node);
    return scheme ? [scheme] : [];
  });

function readScheme(reading: Reading, name: string, node: Node): SecurityScheme | undefined {
  const type = types.find((known) => known === textOf(node, 'type'));
  if (!type) {
    reading.report('part-malformed', node, {
      message: `The security scheme \`${name}\` has no known \`type\`.`,
      help: `Use ${types.map((known) => `\`${known}\``).join(', ')}.`,
    });
    return undefined;
  }
  const flows = child(node, 'flows');
  return {
    name,
    type,
    ...present('description', textOf(node, 'description')),
    ...present('scheme', textOf(node, 'scheme')?.toLowerCase()),
    ...present('bearerFormat', textOf(node, 'bearerFormat')),
    ...present(
      'in',
      keyLocations.find((location) => location === textOf(node, 'in')),
    ),
    ...present('parameterName', type === 'apiKey' ? textOf(node, 'name') : undefined),
    ...present('openIdConnectUrl', textOf(node, 'openIdConnectUrl')),
    ...present('flows', isObject(flows.value) ? flows.value : undefined),
    scopes: [...flowScopes(flows), ...readContractScopes(reading, child(node, 'x-contract-scopes'))],
    place: reading.place(node),
  };
}

function flowScopes(flows: Node): readonly Scope[] {
  const byName = new Map<string, Scope>();
  for (const [, flow] of membersOf(flows)) {
    for (const [name, description] of membersOf(child(flow, 'scopes'))) {
      byName.set(name, { name, description: String(description.value ?? ''), implies: [] });
    }
  }
  return [...byName.values()];
}

/** The scopes of a scheme that has no OAuth flows: a description, or `{description, implies, role}`. */
function readContractScopes(reading: Reading, node: Node): readonly Scope[] {
  if (isAbsent(node)) return [];
  if (!isObject(node.value)) reportMalformed(reading, node, '`x-contract-scopes`');
  return membersOf(node).map(([name, scope]) => {
    if (typeof scope.value === 'string') return { name, description: scope.value, implies: [] };
    if (!isObject(scope.value)) reportMalformed(reading, scope, `The scope \`${name}\``);
    return {
      name,
      description: textOf(scope, 'description') ?? '',
      implies: textsOf(child(scope, 'implies')),
      ...present('role', textOf(scope, 'role')),
    };
  });
}

function reportMalformed(reading: Reading, node: Node, subject: string): void {
  reading.report('behaviour-malformed', node, {
    message: `${subject} does not have the shape of scopes.`,
    help: 'Write `name: what it allows`, or `name: {description, implies, role}`.',
  });
}
