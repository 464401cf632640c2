import type { Operation } from '@plumbline/openapi';
import { createSlugs } from './slugs.ts';

type Node = Record<string, unknown>;

/** A description whose places in Redoc's page are known. */
export interface RedocDocument {
  readonly document: Readonly<Record<string, unknown>>;
  /** Where the page shows an operation: `#/orders/listorders`; `''` where it does not. */
  readonly anchorOf: (operation: Operation) => string;
}

/**
 * Redoc makes the address of an operation from the name of its tag and its `operationId`, and leaves open what
 * becomes of other letters. Here tags get plain names and keep their own for display, and an
 * `operationId` that is not plain, not unique or missing gets another; so each operation has one address.
 */
export function toRedocDocument(source: Readonly<Record<string, unknown>>): RedocDocument {
  const document: Node = structuredClone(source);
  const tags = new RedocTags(document);
  const ids = createSlugs();
  const anchors = new Map<string, string>();
  for (const { pathItem, path, isWebhook } of pathItemsOf(document)) {
    for (const { method, operation } of operationsOf(pathItem)) {
      const id = takeId(operation, path ?? '', ids);
      const place = tags.rename(operation, isWebhook);
      if (path !== undefined && place !== undefined) anchors.set(`${method} ${path}`, `#/${place}/${id}`);
    }
  }
  tags.writeTo(document);
  return { document, anchorOf: ({ method, path }) => anchors.get(`${method} ${path}`) ?? '' };
}

/** Gives an operation a plain id, and shows what stood in its place. @returns the id as addresses have it */
function takeId(operation: Node, path: string, ids: ReturnType<typeof createSlugs>): string {
  const { operationId, summary } = operation;
  const given = typeof operationId === 'string' ? operationId : '';
  const id = ids.take(given, 'operation');
  if (id === given.toLowerCase()) return id;
  operation.operationId = id;
  if (typeof summary !== 'string') operation.summary = given === '' ? path : given;
  return id;
}

/** The tags of a description under plain names. */
class RedocTags {
  readonly #tags: Node[];
  readonly #slugs = createSlugs(['webhooks', 'other', 'section']);
  readonly #slugOf = new Map<string, string>();
  readonly #groups: unknown;

  constructor(document: Node) {
    this.#tags = list(document.tags).filter(isNode);
    this.#groups = document['x-tagGroups'];
    for (const { name } of this.#tags) if (typeof name === 'string') this.#slug(name);
  }

  #slug(name: string): string {
    // Redoc gathers webhooks without a tag under this name.
    const known = name === 'webhooks' ? name : (this.#slugOf.get(name) ?? this.#slugs.take(name, 'tag'));
    this.#slugOf.set(name, known);
    return known;
  }

  /** @returns where Redoc shows the operation, `undefined` when nowhere */
  rename(operation: Node, isWebhook: boolean): string | undefined {
    const names = list(operation.tags).filter((name) => typeof name === 'string' && name !== '');
    if (names.length === 0) return isWebhook ? 'webhooks' : 'other';
    const tags = names.map((name) => this.#find(String(name)));
    operation.tags = names.map((name) => this.#slug(String(name)));
    const shown = tags.find((tag) => !isMark(tag));
    return shown && this.#place(shown);
  }

  #find(name: string): Node {
    const known = this.#tags.find((tag) => tag.name === name);
    if (known !== undefined) return known;
    const added = { name };
    this.#tags.push(added);
    return added;
  }

  /** A tag stands below its parents (OpenAPI 3.2), unless groups put it elsewhere. */
  #place(tag: Node, depth = 0): string {
    const own = this.#slug(String(tag.name));
    const parent = this.#tags.find(({ name }) => name === tag.parent);
    if (parent === undefined || depth > 5 || Array.isArray(this.#groups)) return own;
    return `${this.#place(parent, depth + 1)}/${own}`;
  }

  writeTo(document: Node): void {
    if (this.#tags.length === 0) return;
    document.tags = this.#tags.map((tag) => this.#renamed(tag));
    for (const group of list(this.#groups).filter(isNode)) {
      group.tags = list(group.tags).map((name) => (typeof name === 'string' ? this.#slug(name) : name));
    }
  }

  #renamed(tag: Node): Node {
    const { name, parent } = tag;
    if (typeof name !== 'string') return tag;
    const shown = tag['x-displayName'] ?? name;
    const renamed = { ...tag, name: this.#slug(name), 'x-displayName': shown };
    return typeof parent === 'string' ? { ...renamed, parent: this.#slug(parent) } : renamed;
  }
}

/** Tags that mark operations and do not group them. */
function isMark({ kind, ...tag }: Node): boolean {
  return kind === 'badge' || kind === 'audience' || tag['x-traitTag'] === true;
}

interface FoundPathItem {
  readonly pathItem: Node;
  /** Absent for a webhook. */
  readonly path?: string;
  readonly isWebhook: boolean;
}

function* pathItemsOf(document: Node): Generator<FoundPathItem> {
  for (const [path, value] of entries(document.paths)) {
    const pathItem = resolve(document, value);
    if (pathItem !== undefined) yield { pathItem, path, isWebhook: false };
  }
  for (const [, value] of [...entries(document.webhooks), ...entries(document['x-webhooks'])]) {
    const pathItem = resolve(document, value);
    if (pathItem !== undefined) yield { pathItem, isWebhook: true };
  }
}

/** In a bundled description a path item refers at most to one among the components. */
function resolve(document: Node, value: unknown): Node | undefined {
  if (!isNode(value)) return undefined;
  if (typeof value.$ref !== 'string') return value;
  const name = /^#\/components\/pathItems\/([^/]+)$/.exec(value.$ref)?.[1];
  const components = isNode(document.components) ? document.components : {};
  const shared = entries(components.pathItems).find(([key]) => key === decodePointer(name ?? ''));
  return isNode(shared?.[1]) ? shared[1] : undefined;
}

function decodePointer(name: string): string {
  return decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
}

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'];

function operationsOf(pathItem: Node): { readonly method: string; readonly operation: Node }[] {
  const fixed = entries(pathItem).filter(([key]) => methods.includes(key));
  const additional = entries(pathItem.additionalOperations);
  return [...fixed.map(([key, value]) => [key.toUpperCase(), value] as const), ...additional].flatMap(
    ([method, operation]) => (isNode(operation) ? [{ method, operation }] : []),
  );
}

function entries(value: unknown): [string, unknown][] {
  return isNode(value) ? Object.entries(value) : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
