import { LoadError, type LoadProblem, type LoadRule, type ProblemPlace } from '../load/load-problem.ts';
import { IncompatibleUpdate, updated } from './merge.ts';
import { missedTarget } from './missed-target.ts';
import type { Action, Overlay } from './overlay.ts';
import { Query, QueryError } from './query.ts';
import { type Change, changeSelected, toSelection } from './selection.ts';
import { childOf, type Traced } from './traced.ts';
import type { TreeBounds } from './tree-bounds.ts';
import { kindOf } from './value-kind.ts';

/** What overlays are applied with. */
export interface Applying {
  readonly bounds: TreeBounds;
  /** Told of what may be a slip and stops nothing. */
  readonly warn: (problem: LoadProblem) => void;
}

/**
 * The root document with the actions of an overlay, one after the other, each on what the one before it left
 * (Overlay Specification 1.1.0, Action Object).
 * @throws {LoadError} at the first action that cannot be applied
 */
export function applyOverlay(root: Traced, overlay: Overlay, applying: Applying): Traced {
  return overlay.actions.reduce((before, action) => {
    const after = new ActionRun(overlay, action, applying).apply(before);
    applying.bounds.check(after.value, { file: overlay.file, pointer: action.pointer });
    return after;
  }, root);
}

class ActionRun {
  readonly #overlay: Overlay;
  readonly #action: Action;
  readonly #warn: Applying['warn'];

  constructor(overlay: Overlay, action: Action, { warn }: Applying) {
    this.#overlay = overlay;
    this.#action = action;
    this.#warn = warn;
  }

  apply(root: Traced): Traced {
    const { target, change } = this.#action;
    const query = this.#query('target', target);
    const locations = query.locations(root.value);
    if (change.kind === 'none') this.#warnOf('', 'The action says neither what to update nor to remove.');
    else if (locations.length === 0) this.#warnOfMiss(query, root.value);
    else return this.#changed(root, locations);
    return root;
  }

  #changed(root: Traced, locations: readonly (readonly (string | number)[])[]): Traced {
    this.#checkTargets(locations.map((location) => nodeAt(root, location)));
    const after = changeSelected(root, toSelection(locations), this.#change(root));
    return (
      after ?? this.#refuse('overlay-target', 'target', 'The root of the description cannot be removed.')
    );
  }

  /** Version 1.0 selects objects and arrays only; an update of any version selects nodes of one kind. */
  #checkTargets(targets: readonly Traced[]): void {
    const kinds = new Set(targets.map(({ value }) => kindOf(value)));
    const primitive = targets.find(({ value }) => kindOf(value) === 'a primitive');
    if (primitive && this.#overlay.version === '1.0') {
      const message = 'The target selects a primitive, which overlays of version 1.0 cannot change.';
      const help = 'Select the object around it, or write `overlay: 1.1.0`.';
      this.#refuse('overlay-target', 'target', message, { help, related: [primitive.trail] });
    }
    if (this.#action.change.kind === 'remove' || kinds.size < 2) return;
    const message = `The target selects nodes of several kinds: ${[...kinds].join(' and ')}.`;
    const help = 'Write an action for each kind.';
    this.#refuse('overlay-target', 'target', message, { help });
  }

  #change(root: Traced): Change {
    const update = this.#update(root);
    return (node) => update && this.#updated(node, update);
  }

  /** What is merged into each target; nothing when they are removed. */
  #update(root: Traced): Traced | undefined {
    const { pointer, change } = this.#action;
    if (change.kind === 'update')
      return { value: change.value, trail: { file: this.#overlay.file, pointer: `${pointer}/update` } };
    return change.kind === 'copy' ? this.#copied(root, change.from) : undefined;
  }

  #copied(root: Traced, from: string): Traced {
    const [location, ...others] = this.#query('copy', from).locations(root.value);
    if (location && others.length === 0) return nodeAt(root, location);
    const found = location ? `${others.length + 1} nodes` : 'nothing';
    return this.#refuse('overlay-target', 'copy', `\`copy\` selects ${found}; it takes one node.`);
  }

  #updated(node: Traced, update: Traced): Traced {
    try {
      return updated(node, update);
    } catch (error) {
      if (!(error instanceof IncompatibleUpdate)) throw error;
      const isOwn = this.#action.change.kind === 'update';
      const place = isOwn ? error.update.trail : this.#place('copy');
      throw this.#error('overlay-update', place, {
        message: capital(error.message),
        related: [error.target.trail],
      });
    }
  }

  #query(field: 'target' | 'copy', expression: string): Query {
    try {
      return new Query(expression);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      const where = error.offset === undefined ? '' : ` (character ${error.offset + 1} of it)`;
      const message = `\`${field}\` is no JSONPath query: ${error.message}${where}.`;
      return this.#refuse('overlay-target', field, message, { help: queryHelp });
    }
  }

  #warnOfMiss(query: Query, root: unknown): void {
    const { message, help } = missedTarget(query.leadingNames, root);
    this.#warnOf('target', message, help);
  }

  #warnOf(field: string, message: string, help?: string): void {
    const place = this.#place(field);
    this.#warn({ rule: 'overlay-without-effect', message, place, ...(help !== undefined && { help }) });
  }

  #refuse(rule: LoadRule, field: string, message: string, more: Partial<LoadProblem> = {}): never {
    throw this.#error(rule, this.#place(field), { ...more, message });
  }

  #error(rule: LoadRule, place: ProblemPlace, more: Partial<LoadProblem> & { message: string }): LoadError {
    return new LoadError({ rule, place: written(place), ...more, related: more.related?.map(written) ?? [] });
  }

  #place(field: string): ProblemPlace {
    const pointer = field === '' ? this.#action.pointer : `${this.#action.pointer}/${field}`;
    return { file: this.#overlay.file, pointer };
  }
}

const queryHelp = "Write JSONPath as RFC 9535 has it, for example `$.paths['/orders'].get`.";

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const written = ({ file, pointer }: ProblemPlace): ProblemPlace => ({ file, pointer });

const nodeAt = (root: Traced, location: readonly (string | number)[]): Traced =>
  location.reduce<Traced>((node, token) => childOf(node, String(token)), root);
