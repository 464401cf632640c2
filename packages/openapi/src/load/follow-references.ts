import { toPointer } from '@plumbline/json-schema/json-pointer';
import type { Document } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import { LoadError, type LoadProblem } from './load-problem.ts';
import {
  type Child,
  isReference,
  itemOf,
  memberOf,
  type NodeType,
  type ReferenceObject,
  scalarType,
} from './node-type.ts';
import { fileOf, type ReferenceTargets, type Resolution } from './reference-targets.ts';

/** A reference as found in a document. */
interface Found {
  readonly document: Document;
  /** Of the text that refers. */
  readonly pointer: string;
  readonly ref: string;
  readonly type: NodeType;
}

/** An object whose `$ref` comes back to itself. */
export interface EndlessReference {
  readonly document: Document;
  readonly node: object;
}

export interface Followed {
  readonly problems: readonly LoadProblem[];
  readonly endless: readonly EndlessReference[];
  /** Every reference leads from the root document into it, so that it is its own bundle. */
  readonly isSelfContained: boolean;
}

/** A description that is wrong everywhere is told about only so often. */
const mostProblems = 500;

/**
 * Follows every reference of the root document, and those of what they name, until each has been seen.
 * Reads the files on the way.
 */
export async function followReferences(
  root: Document,
  rootType: NodeType,
  targets: ReferenceTargets,
): Promise<Followed> {
  const walk = new ReferenceWalk();
  const problems: LoadProblem[] = [];
  let isSelfContained = true;
  walk.visit(root, root.parsed, { type: rootType, pointer: '' });
  for (let found = walk.next(); found && problems.length < mostProblems; found = walk.next()) {
    isSelfContained &&= found.ref.startsWith('#') && found.type !== scalarType;
    const resolution = await resolve(found, targets);
    if ('rule' in resolution) {
      problems.push(resolution);
      continue;
    }
    if (resolution.kind !== 'found') {
      problems.push(leadsNowhere(found, resolution));
      continue;
    }
    const { document, node, pointer } = resolution.target;
    if (found.type !== exampleData) walk.visit(document, node, { type: found.type, pointer });
  }
  const isWhole = isSelfContained && problems.length === 0;
  return { problems, endless: walk.endless(targets), isSelfContained: isWhole };
}

async function resolve(
  { document, ref, pointer }: Found,
  targets: ReferenceTargets,
): Promise<Resolution | LoadProblem> {
  try {
    return await targets.resolve(document, ref);
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return atReference(error.problem, { file: fileOf(document), pointer });
  }
}

/** A problem with a file as such stands where the file is referred to; one inside of it stays there. */
function atReference(problem: LoadProblem, place: { file: string; pointer: string }): LoadProblem {
  const isInside = problem.place.offset !== undefined || problem.place.pointer !== '';
  return isInside ? { ...problem, related: [...(problem.related ?? []), place] } : { ...problem, place };
}

function leadsNowhere(found: Found, resolution: Exclude<Resolution, { kind: 'found' }>): LoadProblem {
  const { document, pointer, ref } = found;
  const place = { file: fileOf(document), pointer };
  if (resolution.kind === 'missing') {
    return { rule: 'ref-leads-nowhere', message: `The reference \`${ref}\` leads nowhere.`, place };
  }
  const { target } = resolution;
  return {
    rule: 'ref-leads-nowhere',
    message: `The reference \`${ref}\` leads back to itself and never to a value.`,
    place,
    ...(target && { related: [{ file: fileOf(target.document), pointer: target.pointer }] }),
  };
}

/** Finds the references of documents, each node once for each thing it can be. */
class ReferenceWalk {
  readonly #seen = new Map<object, NodeType | Set<NodeType>>();
  readonly #queue: Found[] = [];
  readonly #objects: { document: Document; node: object; ref: string }[] = [];
  /** The way from the node a visit began at; a pointer is made of it only for a reference. */
  readonly #tokens: string[] = [];
  #start: { readonly document: Document; readonly pointer: string } | undefined;
  #position = 0;

  next(): Found | undefined {
    return this.#queue[this.#position++];
  }

  /** Goes through the node that stands in the document at the pointer. */
  visit(document: Document, node: unknown, { type, pointer }: { type: NodeType; pointer: string }): void {
    this.#start = { document, pointer };
    this.#visit(node, type);
  }

  #visit(node: unknown, type: NodeType): void {
    if (typeof node !== 'object' || node === null || !this.#isNew(node, type)) return;
    if (Array.isArray(node)) {
      for (const [index, item] of node.entries()) this.#child(item, itemOf(type, index, item), String(index));
      return;
    }
    if (isReference(node)) this.#reference(node, type);
    if (type !== scalarType) this.#members(node, type);
  }

  #members(node: object, type: NodeType): void {
    for (const [name, value] of Object.entries(node)) this.#child(value, memberOf(type, name, value), name);
    if (type.name === 'Example' && isObject(node)) this.#externalValue(node);
  }

  #child(value: unknown, child: Child, token: string): void {
    if (child.kind === 'data') return;
    this.#tokens.push(token);
    if (child.kind === 'node') this.#visit(value, child.type);
    else this.#found(String(value), child.type);
    this.#tokens.pop();
  }

  #reference(node: ReferenceObject, type: NodeType): void {
    if (this.#start) this.#objects.push({ document: this.#start.document, node, ref: node.$ref });
    this.#tokens.push('$ref');
    this.#found(node.$ref, type);
    this.#tokens.pop();
  }

  /** An example kept in a file of its own. One that is published elsewhere is left as an address. */
  #externalValue(node: Readonly<Record<string, unknown>>): void {
    const ref = localExternalValue(node);
    if (ref === undefined) return;
    this.#tokens.push('externalValue');
    this.#found(ref, exampleData);
    this.#tokens.pop();
  }

  #found(ref: string, type: NodeType): void {
    if (!this.#start) return;
    const { document, pointer } = this.#start;
    this.#queue.push({ document, pointer: pointer + toPointer(this.#tokens), ref, type });
  }

  #isNew(node: object, type: NodeType): boolean {
    const before = this.#seen.get(node);
    if (before === undefined) {
      this.#seen.set(node, type);
      return true;
    }
    if (before === type || (before instanceof Set && before.has(type))) return false;
    if (before instanceof Set) before.add(type);
    else this.#seen.set(node, new Set([before, type]));
    return true;
  }

  endless(targets: ReferenceTargets): readonly EndlessReference[] {
    return this.#objects.filter(({ document, ref }) => targets.get(document, ref)?.kind === 'endless');
  }
}

/** Nothing in the value of an example is a reference. */
const exampleData: NodeType = { name: 'data', properties: {} };

/** The `externalValue` of an example when it names a file beside the description. */
export function localExternalValue(node: Readonly<Record<string, unknown>>): string | undefined {
  const { externalValue } = node;
  if (typeof externalValue !== 'string' || Object.hasOwn(node, 'value')) return undefined;
  return /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(externalValue) ? undefined : externalValue;
}
