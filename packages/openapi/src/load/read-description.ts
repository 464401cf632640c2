import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Document } from '@redocly/openapi-core';
import { type Bundle, ownBundle, toBundleDocument } from '../bundle/bundle.ts';
import { type Origin, Origins } from '../bundle/origins.ts';
import { textSize } from '../bundle/text-size.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { inOrder } from '../diagnostic-order.ts';
import { isObject } from '../json-object.ts';
import { Budget } from './budget.ts';
import { followReferences } from './follow-references.ts';
import type { Limits, LoadOptions } from './load-options.ts';
import { LoadError, type LoadProblem, loadRules, toDiagnostic } from './load-problem.ts';
import type { LoadedDescription } from './loaded-description.ts';
import { isInside } from './local-file.ts';
import type { NodeType } from './node-type.ts';
import { specVersion } from './openapi-version.ts';
import { PolicyResolver } from './policy-resolver.ts';
import { normalizeTypes } from './redocly-parts.ts';
import { fileOf, ReferenceTargets } from './reference-targets.ts';
import type { RemoteFiles } from './remote-file.ts';
import { SourceTexts } from './source-texts.ts';
import { specificationTypes } from './specification-types.ts';
import { WrittenPlaces } from './written-places.ts';

/** What reading a description in its thread gives: plain data besides what lint needs. */
export type ReadResult =
  | {
      readonly ok: true;
      readonly loaded: LoadedDescription;
      readonly bundle: Bundle;
      readonly findings: readonly Diagnostic[];
      /** Where the root document was written, as overlays left it. Absent: there were none. */
      readonly overlaid?: readonly Origin[];
      readonly texts: ReadonlyMap<string, string>;
    }
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      readonly texts: ReadonlyMap<string, string>;
    };

export interface ReadOptions extends Pick<LoadOptions, 'rootFolder' | 'allowRemote' | 'overlays'> {
  readonly limits: Limits;
  /** Told of each file before it is read. */
  readonly onFile?: (file: string) => void;
  /** Replaces how names are resolved and which addresses may be connected to. */
  readonly remote?: Pick<RemoteFiles, 'resolveName' | 'mayConnect' | 'milliseconds'>;
}

/** Reads, resolves and bundles a description. Everything that can go wrong with it is in the result. */
export async function readDescription(file: string, options: ReadOptions): Promise<ReadResult> {
  const root = await realpath(path.resolve(file)).catch(() => path.resolve(file));
  const folder = await rootFolder(root, options.rootFolder);
  const budget = new Budget(options.limits);
  const remote: RemoteFiles = { ...options.remote, allowed: options.allowRemote ?? [], budget };
  const resolver = new PolicyResolver({
    folder,
    budget,
    remote,
    ...(options.onFile && { onFile: options.onFile }),
  });
  const sources = new SourceTexts(resolver.texts, options.limits.depth);
  const located = (problems: readonly LoadProblem[]) =>
    inOrder(problems.map((problem) => toDiagnostic(problem, (place) => sources.locate(place))));
  let written = new WrittenPlaces(root);
  try {
    const { document, overlaid } = await readRoot(root, resolver, options);
    written = new WrittenPlaces(root, overlaid);
    const read = await resolveRoot(document, resolver, options.limits);
    const problems = [
      ...resolver.findings,
      ...read.problems.map((problem) => whereWritten(problem, written)),
    ];
    const stops = problems.filter(({ rule }) => loadRules[rule].stops);
    if (stops.length > 0) return { ok: false, diagnostics: located(problems), texts: resolver.texts };
    const loaded = toLoaded({ root, ...read, resolver, sources, written });
    return {
      ok: true,
      loaded,
      bundle: read.bundle,
      findings: located(problems),
      texts: resolver.texts,
      ...(overlaid && { overlaid }),
    };
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return {
      ok: false,
      diagnostics: located([...resolver.findings, whereWritten(error.problem, written)]),
      texts: resolver.texts,
    };
  }
}

async function rootFolder(root: string, wished: string | undefined): Promise<string> {
  if (wished === undefined) return path.dirname(root);
  const folder = await realpath(path.resolve(wished)).catch(() => path.resolve(wished));
  if (isInside(root, folder)) return folder;
  throw new RootFolderError(`The root folder \`${folder}\` does not hold the description \`${root}\`.`);
}

/** The caller's mistake, not the description's. */
export class RootFolderError extends RangeError {
  override readonly name = 'RootFolderError';
}

interface Read {
  readonly document: Document;
  readonly version: string;
  readonly bundle: Bundle;
  readonly problems: readonly LoadProblem[];
}

/** The root document, changed by its overlays. */
async function readRoot(
  root: string,
  resolver: PolicyResolver,
  { overlays = [], limits }: ReadOptions,
): Promise<{ readonly document: Document; readonly overlaid?: readonly Origin[] }> {
  const document = await resolver.resolveDocument(null, root, true);
  if (document instanceof Error) throw document;
  if (overlays.length === 0) return { document };
  specVersion(document.parsed, root); // What is no description is told before anything is changed in it.
  const { overlayRoot } = await import('../overlay/overlay-root.ts');
  return { document, overlaid: await overlayRoot(document, { overlays, resolver, limits }) };
}

/** A problem in the root document as overlays left it, with the places where its parts were written. */
const whereWritten = (problem: LoadProblem, written: WrittenPlaces): LoadProblem => ({
  ...problem,
  place: written.of(problem.place),
  ...(problem.related && { related: problem.related.map((place) => written.of(place)) }),
});

async function resolveRoot(document: Document, resolver: PolicyResolver, limits: Limits): Promise<Read> {
  const root = fileOf(document);
  const { version, types } = specVersion(document.parsed, root);
  resolver.knowSelf(document);
  const rootType = rootTypeOf(types);
  const targets = new ReferenceTargets(resolver);
  const { problems, endless, isSelfContained } = await followReferences(document, rootType, targets);
  const bundle = isSelfContained
    ? ownBundle(document)
    : toBundleDocument(document, rootType, { targets, limits });
  refuseLargeBundle(bundle, root, limits);
  // Redocly's own resolver gives up on the whole description at such a reference.
  for (const { node } of endless) Reflect.deleteProperty(node, '$ref');
  return { document, version, bundle, problems };
}

/** Aliases and references that stand for the same long text make a small description a huge bundle. */
function refuseLargeBundle(bundle: Bundle, root: string, { totalBytes }: Limits): void {
  if (textSize(bundle.document) <= totalBytes) return;
  throw new LoadError({
    rule: 'limit-total-bytes',
    message: `With its aliases and references followed, the description is larger than ${totalBytes} bytes.`,
    place: { file: root, pointer: '' },
  });
}

function rootTypeOf(version: ReturnType<typeof specVersion>['types']): NodeType {
  const root = normalizeTypes(specificationTypes(version)).Root;
  if (!root) throw new Error(`Redocly's tables for ${version} have no root.`);
  return root;
}

interface Parts extends Omit<Read, 'problems'> {
  readonly root: string;
  readonly resolver: PolicyResolver;
  readonly sources: SourceTexts;
  readonly written: WrittenPlaces;
}

function toLoaded({ root, version, document, bundle, resolver, sources, written }: Parts): LoadedDescription {
  const origins = new Origins(bundle.origins);
  return {
    root,
    version,
    document,
    resolver,
    bundle: isObject(bundle.document) ? bundle.document : {},
    writtenAt: (place) => written.of(place),
    sourceOf: (pointer) => written.of(origins.sourceOf(pointer)),
    locate: (place, part) => sources.locate(place, part),
    textOf: (file) => sources.textOf(file),
  };
}
