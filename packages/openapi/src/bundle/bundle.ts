import { escapeToken } from '@plumbline/json-schema/json-pointer';
import type { Document } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import { localExternalValue } from '../load/follow-references.ts';
import type { Limits } from '../load/load-options.ts';
import { LoadError } from '../load/load-problem.ts';
import {
  type Child,
  isReference,
  itemOf,
  memberOf,
  type NodeType,
  type ReferenceObject,
  scalarType,
} from '../load/node-type.ts';
import {
  fileOf,
  type ReferenceTargets,
  splitReference,
  type Target,
  targetKey,
} from '../load/reference-targets.ts';
import { componentName, freeName } from './component-name.ts';
import type { Origin } from './origins.ts';

export interface Bundle {
  /** The root document with references inside itself only. Shares what needed no change with it. */
  readonly document: unknown;
  readonly origins: readonly Origin[];
}

/** A node of a document on its way to a place in the bundle. */
interface Copy {
  readonly node: unknown;
  readonly type: NodeType;
  readonly document: Document;
  /** In the document. */
  readonly pointer: string;
  /** In the bundle. */
  readonly to: string;
  /** What is being copied in place of a reference around this node, and where to: a circle ends at it. */
  readonly inside: ReadonlyMap<string, string>;
  /** Levels above it in the bundle. */
  readonly depth: number;
}

interface Component {
  readonly section: string;
  readonly name: string;
  readonly target: Target;
  readonly type: NodeType;
}

/**
 * One document out of many. What other files hold becomes a component where the specification has a
 * section for it, and stands in place of the reference where it has none. References that lead nowhere
 * become empty objects; the load has reported them.
 * @throws {LoadError} when what stands in place of references goes past the limits
 */
export function toBundleDocument(
  root: Document,
  rootType: NodeType,
  { targets, limits }: { targets: ReferenceTargets; limits: Limits },
): Bundle {
  return new Bundler(root, targets, limits).run(rootType);
}

/** A document whose references all lead into itself. */
export const ownBundle = (root: Document): Bundle => ({
  document: root.parsed,
  origins: [['', fileOf(root), '']],
});

class Bundler {
  readonly #root: Document;
  readonly #targets: ReferenceTargets;
  readonly #limits: Limits;
  #nodesInPlace = 0;
  readonly #origins: Origin[] = [];
  /** Names in use, by section of `components`. */
  readonly #names = new Map<string, Set<string>>();
  /** Where a target has its component, by section and target. */
  readonly #components = new Map<string, string>();
  readonly #queue: Component[] = [];

  constructor(root: Document, targets: ReferenceTargets, limits: Limits) {
    this.#root = root;
    this.#targets = targets;
    this.#limits = limits;
  }

  run(rootType: NodeType): Bundle {
    this.#reserveRootComponents(rootType);
    this.#origins.push(['', fileOf(this.#root), '']);
    const document = this.#copy({
      node: this.#root.parsed,
      type: rootType,
      document: this.#root,
      pointer: '',
      to: '',
      inside: new Map(),
      depth: 0,
    });
    return { document: this.#withComponents(document), origins: this.#origins };
  }

  /** Components of the root keep their names; one that is a reference to another file becomes what it names. */
  #reserveRootComponents(rootType: NodeType): void {
    const components = isObject(this.#root.parsed) ? this.#root.parsed.components : undefined;
    if (!isObject(components)) return;
    const componentsType = typeOf(memberOf(rootType, 'components', components));
    for (const [section, entries] of Object.entries(components)) {
      if (!isObject(entries)) continue;
      this.#names.set(section, new Set(Object.keys(entries)));
      const sectionType = typeOf(memberOf(componentsType ?? rootType, section, entries));
      if (sectionType) this.#adoptReferences(section, entries, sectionType);
    }
  }

  #adoptReferences(section: string, entries: Readonly<Record<string, unknown>>, sectionType: NodeType): void {
    for (const [name, entry] of Object.entries(entries)) {
      const type = typeOf(memberOf(sectionType, name, entry));
      if (!type || sectionOf(type) !== section || !isReference(entry)) continue;
      const target = this.#target(this.#root, entry.$ref);
      if (!target || target.document === this.#root) continue;
      const key = `${section} ${targetKey(target)}`;
      if (!this.#components.has(key)) this.#components.set(key, componentPointer(section, name));
    }
  }

  #copy(copy: Copy): unknown {
    const { node, type, document, pointer, to } = copy;
    this.#checkLimits(copy);
    if (isReference(node)) return this.#reference(copy, node);
    if (Array.isArray(node)) {
      return this.#sameOrChanged(node, (item, index) =>
        this.#child(copy, itemOf(type, index, item), { node: item, token: String(index) }),
      );
    }
    if (!isObject(node) || type === scalarType) return node;
    const changed = this.#members(copy, node);
    return type.name === 'Example'
      ? this.#withExternalValue(changed, { node, document, pointer, to })
      : changed;
  }

  /** A few references that stand for each other's content can ask for more than any document could hold. */
  #checkLimits({ document, pointer, depth, inside }: Copy): void {
    const place = { file: fileOf(document), pointer };
    const { nodes, depth: levels } = this.#limits;
    if (inside.size > 0 && ++this.#nodesInPlace > nodes) {
      const message = `References stand for more than ${nodes} values.`;
      throw new LoadError({ rule: 'limit-nodes', message, place });
    }
    if (depth > levels) {
      const message = `With its references followed, the document nests deeper than ${levels} levels.`;
      throw new LoadError({ rule: 'limit-depth', message, place });
    }
  }

  #sameOrChanged(
    items: readonly unknown[],
    change: (item: unknown, index: number) => unknown,
  ): readonly unknown[] {
    const changed = items.map(change);
    return changed.some((item, index) => item !== items[index]) ? changed : items;
  }

  #members(
    copy: Copy,
    node: Readonly<Record<string, unknown>>,
    skip?: string,
  ): Readonly<Record<string, unknown>> {
    let changed: Record<string, unknown> | undefined;
    for (const [name, value] of Object.entries(node)) {
      if (name === skip) continue;
      const after = this.#child(copy, memberOf(copy.type, name, value), {
        node: value,
        token: escapeToken(name),
      });
      if (after === value) continue;
      changed ??= { ...node };
      define(changed, name, after);
    }
    return changed ?? node;
  }

  #child(copy: Copy, child: Child, { node, token }: { node: unknown; token: string }): unknown {
    if (child.kind === 'data') return node;
    if (child.kind === 'reference') return this.#textReference(copy.document, String(node), child.type);
    const below = { pointer: `${copy.pointer}/${token}`, to: `${copy.to}/${token}`, depth: copy.depth + 1 };
    return this.#copy({ ...copy, ...below, node, type: child.type });
  }

  /** A reference written as a bare text, in a discriminator's mapping. */
  #textReference(document: Document, ref: string, type: NodeType): string {
    const target = this.#target(document, ref);
    const section = sectionOf(type);
    if (!target || section === undefined) return ref;
    return this.#pointerOf(target, { section, type });
  }

  #reference(copy: Copy, node: ReferenceObject): unknown {
    const { document, type, to } = copy;
    const target = this.#target(document, node.$ref);
    if (!target) return to === '' ? this.#siblings(copy, node) : {};
    const section = sectionOf(type);
    if (type === scalarType) return this.#inPlace(copy, target);
    if (target.document !== this.#root && section === undefined) return this.#inPlace(copy, target);
    if (target.document !== this.#root && this.#components.get(`${section} ${targetKey(target)}`) === to) {
      return this.#inPlace(copy, target);
    }
    const $ref = this.#isAsWritten(document, node.$ref, target)
      ? node.$ref
      : this.#pointerOf(target, { section: section ?? '', type });
    const rest = this.#members(copy, node, '$ref');
    return $ref === node.$ref && rest === node ? node : { ...rest, $ref };
  }

  /** A reference of the root document into itself needs no change. */
  #isAsWritten(document: Document, ref: string, target: Target): boolean {
    return document === this.#root && target.document === this.#root && splitReference(ref)[0] === '';
  }

  /** What the reference names, in its place; keys written beside `$ref` win. */
  #inPlace(copy: Copy, target: Target): unknown {
    const key = targetKey(target);
    const around = copy.inside.get(key);
    if (around !== undefined) return { $ref: toFragment(around) };
    const { pointer, document } = target;
    this.#origins.push([copy.to, fileOf(document), pointer]);
    const inside = new Map(copy.inside).set(key, copy.to);
    const value = this.#copy({ ...copy, node: target.node, document, pointer, inside });
    return isObject(value) && isObject(copy.node)
      ? this.#withSiblings({ ...copy, node: copy.node }, value)
      : value;
  }

  /** What stands beside `$ref`. */
  #siblings(copy: Copy, node: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const { $ref: _, ...siblings } = this.#members(copy, node, '$ref');
    return siblings;
  }

  #withSiblings(
    copy: Copy & { readonly node: Readonly<Record<string, unknown>> },
    value: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const siblings = this.#siblings(copy, copy.node);
    if (Object.keys(siblings).length === 0) return value;
    const merged = { ...value };
    for (const [name, sibling] of Object.entries(siblings)) {
      const token = escapeToken(name);
      this.#origins.push([`${copy.to}/${token}`, fileOf(copy.document), `${copy.pointer}/${token}`]);
      define(merged, name, sibling);
    }
    return merged;
  }

  #withExternalValue(
    changed: Readonly<Record<string, unknown>>,
    {
      node,
      document,
      pointer,
      to,
    }: Pick<Copy, 'document' | 'pointer' | 'to'> & { node: Readonly<Record<string, unknown>> },
  ): Readonly<Record<string, unknown>> {
    const ref = localExternalValue(node);
    const target = ref === undefined ? undefined : this.#target(document, ref);
    if (!target) return changed;
    const { externalValue: _, ...rest } = changed;
    this.#origins.push([`${to}/value`, fileOf(target.document), target.pointer]);
    this.#origins.push([`${to}/externalValue`, fileOf(document), `${pointer}/externalValue`]);
    return { ...rest, value: target.node };
  }

  /** The pointer, as `$ref` writes it, at which the bundle holds the target; makes a component of it. */
  #pointerOf(target: Target, { section, type }: { section: string; type: NodeType }): string {
    if (target.document === this.#root) return toFragment(target.pointer);
    const key = `${section} ${targetKey(target)}`;
    const known = this.#components.get(key);
    if (known !== undefined) return toFragment(known);
    const names = this.#names.get(section) ?? new Set();
    this.#names.set(section, names);
    const name = freeName(componentName(fileOf(target.document), target.pointer), (taken) =>
      names.has(taken),
    );
    names.add(name);
    const pointer = componentPointer(section, name);
    this.#components.set(key, pointer);
    this.#queue.push({ section, name, target, type });
    return toFragment(pointer);
  }

  /** The target of a reference, chains of bare references in other files followed to their end. */
  #target(document: Document, ref: string): Target | undefined {
    let from = document;
    let next = ref;
    for (;;) {
      const resolution = this.#targets.get(from, next);
      if (resolution?.kind !== 'found') return undefined;
      const { target } = resolution;
      const isBare = isReference(target.node) && Object.keys(target.node).length === 1;
      if (!isBare || target.document === this.#root) return target;
      from = target.document;
      next = (target.node as ReferenceObject).$ref; // `isBare` says so
    }
  }

  /** Copies the components that were asked for, those that they ask for, and so on. */
  #withComponents(document: unknown): unknown {
    const made: { section: string; name: string; value: unknown }[] = [];
    for (let position = 0; position < this.#queue.length; position++) {
      const { section, name, target, type } = this.#queue[position]!;
      const to = componentPointer(section, name);
      const { node, document: from, pointer } = target;
      this.#origins.push([to, fileOf(from), pointer]);
      const inside = new Map([[targetKey(target), to]]);
      made.push({
        section,
        name,
        value: this.#copy({ node, type, document: from, pointer, to, inside, depth: 3 }),
      });
    }
    if (made.length === 0 || !isObject(document)) return document;
    return { ...document, components: addComponents(document.components, made) };
  }
}

function addComponents(
  existing: unknown,
  made: readonly { section: string; name: string; value: unknown }[],
): Record<string, unknown> {
  const components: Record<string, unknown> = isObject(existing) ? { ...existing } : {};
  const sections = new Map<string, Record<string, unknown>>();
  for (const { section, name, value } of made) {
    let entries = sections.get(section);
    if (!entries) {
      const before = components[section];
      entries = isObject(before) ? { ...before } : {};
      sections.set(section, entries);
      components[section] = entries;
    }
    define(entries, name, value);
  }
  return components;
}

/**
 * The section of `components` for a type, the same in every version; `undefined` for what is copied in
 * place. A path item could be a component only since 3.1, a media type since 3.2.
 */
const sections: ReadonlyMap<string, string> = new Map([
  ['Schema', 'schemas'],
  ['Parameter', 'parameters'],
  ['Response', 'responses'],
  ['Example', 'examples'],
  ['RequestBody', 'requestBodies'],
  ['Header', 'headers'],
  ['SecurityScheme', 'securitySchemes'],
  ['Link', 'links'],
  ['Callback', 'callbacks'],
]);

const sectionOf = (type: NodeType): string | undefined => sections.get(type.name);

const typeOf = (child: Child): NodeType | undefined => (child.kind === 'node' ? child.type : undefined);

const componentPointer = (section: string, name: string): string =>
  `/components/${section}/${escapeToken(name)}`;

/** A pointer as the fragment of a URI (RFC 6901 section 6). */
const toFragment = (pointer: string): string =>
  `#${pointer.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]/gu, encodeURIComponent)}`;

/** `__proto__` from a document is a name like any other. */
function define(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
