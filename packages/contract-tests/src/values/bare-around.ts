import { type LegalEdge, touchedPointer } from '../plan/legal-edges.ts';
import { dereference, unescapeToken } from '../plan/references.ts';
import { isJsonObject } from './json.ts';
import type { Workbench } from './workbench.ts';

/** The value with only what is required and what leads to the edge: rules between properties have little to say then. */
export function bareAround(bench: Workbench, edge: LegalEdge, value: unknown): unknown {
  return bareAt({ bench, edge, tokens: touchedPointer(edge).split('/').slice(1) }, value, 0);
}

interface Way {
  readonly bench: Workbench;
  readonly edge: LegalEdge;
  readonly tokens: readonly string[];
}

function bareAt(way: Way, value: unknown, depth: number): unknown {
  const { bench, edge, tokens } = way;
  if (depth >= tokens.length) return value;
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => bareAt(way, item, depth + 1));
  const schema = dereference(edge.trail[depth] ?? true, bench.definitions);
  if (!isJsonObject(value) || typeof schema === 'boolean') return value;
  const token = unescapeToken(tokens[depth] ?? '');
  const needed = new Set(Array.isArray(schema.required) ? schema.required : []);
  const members = Object.entries(value).filter(([name]) => needed.has(name) || name === token);
  return Object.fromEntries(
    members.map(([name, member]) => [name, name === token ? bareAt(way, member, depth + 1) : member]),
  );
}
