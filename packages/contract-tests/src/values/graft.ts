import type { Schema } from '@plumbline/json-schema';
import { extraName, type LegalEdge } from '../plan/legal-edges.ts';
import { unescapeToken } from '../plan/references.ts';
import { edgeValues } from './edge-values.ts';
import { isJsonObject } from './json.ts';
import { tryMakeOnce } from './make.ts';
import { tryCompile, type Workbench } from './workbench.ts';

/**
 * The value with one of its parts brought to a legal edge; undefined where no legal one is found. What stands above
 * the part stays where it may, and is made anew, from the inside out, where it stands in the way.
 */
export function graft(
  bench: Workbench,
  edge: LegalEdge,
  { whole, base, purpose }: Stem,
): { readonly value: unknown } | undefined {
  const check = tryCompile(bench.requests, whole);
  const tokens = edge.pointer.split('/').slice(1);
  for (let kept = tokens.length; kept >= 0; kept -= 1) {
    const place: Place = { bench, edge, purpose, tokens, kept };
    for (const value of brought(place, base, 0)) if (check?.(value) ?? true) return { value };
    if (base === undefined) break; // Nothing is kept, so nothing changes from one round to the next.
  }
  return undefined;
}

interface Stem {
  /** The schema of the whole value: what is legal in one branch of a union may be in another one as well. */
  readonly whole: Schema;
  readonly base: unknown;
  readonly purpose: string;
}

interface Place {
  readonly bench: Workbench;
  readonly edge: LegalEdge;
  readonly purpose: string;
  readonly tokens: readonly string[];
  /** Down to this depth what the base has is kept. */
  readonly kept: number;
}

/** What may stand at a depth of the pointer so that the edge is below it. */
function brought(place: Place, base: unknown, depth: number): readonly unknown[] {
  const { bench, edge, purpose, tokens } = place;
  const token = tokens[depth];
  const current = depth <= place.kept && base !== undefined ? base : makeAt(place, depth);
  if (token === undefined) return edgeValues(bench, edge, { current, purpose });
  const holder = isHolder(current, token) ? current : makeAt(place, depth);
  if (Array.isArray(holder)) {
    const [first, ...rest] = holder;
    return brought(place, first, depth + 1).map((item) => [item, ...rest]);
  }
  if (!isJsonObject(holder)) return [];
  const name = token === '*' ? extraName : unescapeToken(token);
  const member = Object.hasOwn(holder, name) ? holder[name] : undefined;
  return brought(place, member, depth + 1).map((value) => ({ ...holder, [name]: value }));
}

const isHolder = (value: unknown, token: string): boolean =>
  isJsonObject(value) || (token === '*' && Array.isArray(value));

function makeAt({ bench, edge, purpose }: Place, depth: number): unknown {
  const schema: Schema | undefined = edge.trail[depth];
  return schema === undefined ? undefined : tryMakeOnce(bench, schema, `${purpose}@${depth}`)?.value;
}
