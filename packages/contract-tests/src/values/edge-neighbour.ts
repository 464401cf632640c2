import type { LegalEdge } from '../plan/legal-edges.ts';

/** The edge moved one step into what is legal, or to plainer characters; undefined where it has no inside. */
export function neighbourOf(edge: LegalEdge): LegalEdge | undefined {
  const { kind, keyword, schema } = edge;
  const inwards = keyword.startsWith('max') || keyword === 'exclusiveMaximum' ? -1 : 1;
  if (kind.type === 'length' && kind.isAstral) return { ...edge, kind: { ...kind, isAstral: false } };
  if (kind.type === 'length' && kind.length + inwards >= 0)
    return { ...edge, kind: { ...kind, length: kind.length + inwards } };
  if (kind.type === 'items' && kind.count + inwards >= 0)
    return { ...edge, kind: { ...kind, count: kind.count + inwards } };
  if (kind.type !== 'number') return undefined;
  const step = typeof schema.multipleOf === 'number' ? schema.multipleOf : 1;
  return { ...edge, kind: { ...kind, value: kind.value + inwards * step } };
}

/** Whether the edge is one of an order, so that a value next to it tells what the edge itself is refused for. */
export const isOrdered = ({ kind }: LegalEdge): boolean =>
  kind.type === 'length' || kind.type === 'items' || kind.type === 'number';
