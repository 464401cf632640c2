import { replaceMember } from './exact-json.ts';
import type { Int64As } from './int64-json.ts';
import type { Int64Node, Int64Walk } from './int64-places.ts';
import { LongInteger } from './long-integer.ts';

/**
 * Makes of what `parseExact` read what the types say, in place: the integers of 64 bits a bigint or a text, every
 * other number a number. What stands at such a place and is no integer stays what it is.
 */
export function deliverInt64(
  root: unknown,
  {
    walk,
    node,
    as,
  }: { readonly walk: Int64Walk; readonly node: Int64Node | undefined; readonly as: Int64As },
): unknown {
  const whole = { root };
  const pending: { readonly holder: object; readonly at: Int64Node | undefined }[] = [];
  const visit = (holder: object, name: string, at: Int64Node | undefined): void => {
    const member: unknown = Reflect.get(holder, name);
    if (isHolder(member)) pending.push({ holder: member, at });
    else replaceMember(holder, name, { member, by: toDelivered(member, at, as) });
  };
  visit(whole, 'root', node);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { holder, at } = next;
    const isList = Array.isArray(holder);
    for (const name of Object.keys(holder)) visit(holder, name, walk.below(at, name, isList));
  }
  return whole.root;
}

/** Lists and objects of JSON; not what else a call gives, a stream or a `Blob`. */
function isHolder(value: unknown): value is object {
  if (Array.isArray(value)) return true;
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function toDelivered(leaf: unknown, node: Int64Node | undefined, as: Int64As): unknown {
  const isLong = leaf instanceof LongInteger;
  if (!isLong && !Number.isInteger(leaf)) return leaf;
  if (!node?.integer) return isLong ? Number(leaf.text) : leaf;
  // Safe: it is one or the other.
  const exact = BigInt(isLong ? leaf.text : (leaf as number));
  return as === 'bigint' ? exact : String(exact);
}
