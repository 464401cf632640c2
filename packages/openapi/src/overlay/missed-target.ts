import { isObject } from '../json-object.ts';
import { isReference } from '../load/node-type.ts';
import { nearestName } from '../nearest-name.ts';

/** Why a target selects nothing: the first of its leading names that is not there, and what was likely meant. */
export function missedTarget(names: readonly string[], root: unknown): { message: string; help?: string } {
  const message = 'The target selects nothing, so the action changes nothing.';
  let node = root;
  for (const [index, name] of names.entries()) {
    if (!isObject(node)) return { message };
    if (!Object.hasOwn(node, name)) return { message, help: helpFor(node, names.slice(0, index), name) };
    node = node[name];
  }
  return { message };
}

function helpFor(node: Readonly<Record<string, unknown>>, above: readonly string[], name: string): string {
  const where = `\`$${above.map(step).join('')}\``;
  if (isReference(node))
    return `${where} is the reference \`${node.$ref}\`; overlays change the root document as it is written, and follow none.`;
  const guess = nearestName(name, Object.keys(node));
  return guess === undefined
    ? `${where} has no \`${name}\`.`
    : `${where} has no \`${name}\`. Did you mean \`${guess}\`?`;
}

const step = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replaceAll(/['\\]/g, '\\$&')}']`;
