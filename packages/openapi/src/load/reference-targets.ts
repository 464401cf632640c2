import { escapeToken, parsePointer } from '@plumbline/json-schema/json-pointer';
import type { Document } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import { isReference } from './node-type.ts';
import { decodePercent } from './percent.ts';
import type { PolicyResolver } from './policy-resolver.ts';

/** What a reference names: a node, and where it stands once references on the way to it are followed. */
export interface Target {
  readonly document: Document;
  readonly pointer: string;
  readonly node: unknown;
}

export type Resolution =
  | { readonly kind: 'found'; readonly target: Target }
  | { readonly kind: 'missing' }
  /** The references form a circle; `target` is where following them came back. */
  | { readonly kind: 'endless'; readonly target: Target | undefined };

export const fileOf = (document: Document): string => document.source.absoluteRef;
export const targetKey = ({ document, pointer }: Target): string => `${fileOf(document)}#${pointer}`;

/** The references of a description, each resolved once. */
export class ReferenceTargets {
  readonly #resolver: PolicyResolver;
  readonly #known = new Map<string, Resolution>();
  readonly #anchors = new Map<Document, ReadonlyMap<string, Target>>();

  constructor(resolver: PolicyResolver) {
    this.#resolver = resolver;
  }

  /** What a reference that was resolved before names. */
  get(document: Document, ref: string): Resolution | undefined {
    return this.#known.get(keyOf(document, ref));
  }

  /** @throws {LoadError} when the file may not or cannot be read */
  async resolve(document: Document, ref: string): Promise<Resolution> {
    const key = keyOf(document, ref);
    const known = this.#known.get(key);
    if (known) return known;
    const first = await this.#step(document, ref, new Set());
    const resolution =
      first.kind === 'found' && (await this.#isEndless(first.target)) ? endless(first.target) : first;
    this.#known.set(key, resolution);
    return resolution;
  }

  /** Whether a chain of references that starts at the target comes back to itself. */
  async #isEndless(start: Target): Promise<boolean> {
    const seen = new Set<string>();
    let target = start;
    while (isReference(target.node)) {
      const key = targetKey(target);
      if (seen.has(key)) return true;
      seen.add(key);
      const next = await this.#step(target.document, target.node.$ref, new Set());
      if (next.kind !== 'found') return next.kind === 'endless';
      target = next.target;
    }
    return false;
  }

  /** One reference followed; `active` holds those being followed on the way through its pointer. */
  async #step(document: Document, ref: string, active: Set<string>): Promise<Resolution> {
    const key = keyOf(document, ref);
    if (active.has(key)) return endless(undefined);
    active.add(key);
    const [file = '', fragment = ''] = splitReference(ref);
    const owner = file === '' ? document : await this.#document(document, file);
    const resolution = await this.#find(owner, decodePercent(fragment), active);
    active.delete(key);
    return resolution;
  }

  async #document(from: Document, file: string): Promise<Document> {
    const found = await this.#resolver.resolveDocument(fileOf(from), file);
    if (found instanceof Error) throw found;
    return found;
  }

  async #find(document: Document, fragment: string, active: Set<string>): Promise<Resolution> {
    const tokens = parsePointer(fragment);
    if (!tokens) return this.#findAnchor(document, fragment);
    let target: Target = { document, pointer: '', node: document.parsed };
    for (const token of tokens) {
      let below = childOf(target, token);
      if (!below && isReference(target.node)) {
        const through = await this.#step(target.document, target.node.$ref, active);
        if (through.kind !== 'found') return through;
        below = childOf(through.target, token);
      }
      if (!below) return { kind: 'missing' };
      target = below;
    }
    const isEmptyFile = target.pointer === '' && target.node === null;
    return target.node === undefined || isEmptyFile ? { kind: 'missing' } : { kind: 'found', target };
  }

  #findAnchor(document: Document, name: string): Resolution {
    const anchors = this.#anchors.get(document) ?? collectAnchors(document);
    this.#anchors.set(document, anchors);
    const target = anchors.get(name);
    return target ? { kind: 'found', target } : { kind: 'missing' };
  }
}

const keyOf = (document: Document, ref: string): string => `${fileOf(document)}\n${ref}`;

const endless = (target: Target | undefined): Resolution => ({ kind: 'endless', target });

/** The file (or address) and the fragment of a reference. */
export function splitReference(ref: string): readonly [file: string, fragment: string] {
  const hash = ref.indexOf('#');
  return hash < 0 ? [ref, ''] : [ref.slice(0, hash), ref.slice(hash + 1)];
}

function childOf({ document, pointer, node }: Target, token: string): Target | undefined {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, token)) return undefined;
  if (Array.isArray(node) && !/^(?:0|[1-9]\d*)$/.test(token)) return undefined;
  const below: unknown = Reflect.get(node, token);
  return { document, pointer: `${pointer}/${escapeToken(token)}`, node: below };
}

/** `$anchor` and `$dynamicAnchor` of JSON Schema 2020-12, by name; the first of a name counts. */
function collectAnchors(document: Document): ReadonlyMap<string, Target> {
  const anchors = new Map<string, Target>();
  const seen = new Set<unknown>();
  const visit = (node: unknown, pointer: string) => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    if (isObject(node)) {
      for (const name of [node.$anchor, node.$dynamicAnchor]) {
        if (typeof name === 'string' && !anchors.has(name)) anchors.set(name, { document, pointer, node });
      }
    }
    for (const [key, value] of Object.entries(node)) visit(value, `${pointer}/${escapeToken(key)}`);
  };
  visit(document.parsed, '');
  return anchors;
}
