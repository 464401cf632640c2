import { childOf, type Traced, type Trail, trailBelow } from './traced.ts';

/** The nodes that a target selects, as a tree of the ways to them, so that each is changed in one walk. */
export interface Selection {
  isSelected: boolean;
  readonly below: Map<string, Selection>;
}

/** RFC 9535 lets a query select a node twice; here it counts once. */
export function toSelection(locations: Iterable<readonly (string | number)[]>): Selection {
  const root: Selection = { isSelected: false, below: new Map() };
  for (const location of locations) {
    let at = root;
    for (const token of location.map(String)) {
      const next = at.below.get(token) ?? { isSelected: false, below: new Map() };
      at.below.set(token, next);
      at = next;
    }
    at.isSelected = true;
  }
  return root;
}

/** The new node, or `undefined` when it is to be gone. */
export type Change = (node: Traced) => Traced | undefined;

/** Changes every selected node, a node before those below it. What is not on the way to one stays as it is. */
export function changeSelected(node: Traced, selection: Selection, change: Change): Traced | undefined {
  const after = selection.isSelected ? change(node) : node;
  if (after === undefined || selection.below.size === 0) return after;
  const below = (token: string, inner: Selection) => changeSelected(childOf(after, token), inner, change);
  return Array.isArray(after.value)
    ? withChangedItems(after, selection, below)
    : withChangedMembers(after, selection, below);
}

type Below = (token: string, selection: Selection) => Traced | undefined;

function withChangedMembers(node: Traced, selection: Selection, below: Below): Traced {
  const members = new Map<string, unknown>(Object.entries(node.value as object)); // a node on a way is no primitive
  const trails = new Map<string, Trail>(node.trail.below);
  for (const [token, inner] of selection.below) {
    const after = below(token, inner);
    if (after) {
      members.set(token, after.value);
      trails.set(token, after.trail);
    } else {
      members.delete(token);
      trails.delete(token);
    }
  }
  return { value: Object.fromEntries(members), trail: { ...node.trail, below: trails } };
}

/** Items behind one that is gone move up, and keep the places they were written at. */
function withChangedItems(node: Traced, selection: Selection, below: Below): Traced {
  const items: Traced[] = [];
  for (const [index, value] of (node.value as readonly unknown[]).entries()) {
    const token = String(index);
    const inner = selection.below.get(token);
    const after = inner ? below(token, inner) : { value, trail: trailBelow(node.trail, token) };
    if (after) items.push(after);
  }
  return {
    value: items.map(({ value }) => value),
    trail: {
      ...node.trail,
      below: new Map(items.map(({ trail }, index) => [String(index), trail])),
    },
  };
}
