import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Document } from '@redocly/openapi-core';
import type { Origin } from '../bundle/origins.ts';
import type { Limits } from '../load/load-options.ts';
import { LoadError, type LoadProblem } from '../load/load-problem.ts';
import type { PolicyResolver } from '../load/policy-resolver.ts';
import { fileOf } from '../load/reference-targets.ts';
import { applyOverlay } from './apply-overlay.ts';
import type { Overlay } from './overlay.ts';
import { readOverlay } from './read-overlay.ts';
import { type Traced, toOrigins } from './traced.ts';
import { TreeBounds } from './tree-bounds.ts';

export interface OverlayOptions {
  /** In the order in which they are applied. */
  readonly overlays: readonly string[];
  readonly resolver: PolicyResolver;
  readonly limits: Limits;
}

/**
 * Changes the root document as overlays say, all of them or none.
 *
 * @returns where each part of the document was written that overlays brought or moved
 * @throws {LoadError} when an overlay cannot be read or applied; what else is wrong with it is among the
 * resolver's findings
 */
export async function overlayRoot(
  document: Document,
  { overlays, resolver, limits }: OverlayOptions,
): Promise<readonly Origin[]> {
  const root = fileOf(document);
  const warn = (problem: LoadProblem) => void resolver.findings.push(problem);
  const bounds = new TreeBounds(limits);
  let traced: Traced = { value: document.parsed, trail: { file: root, pointer: '' } };
  for (const name of overlays) {
    const overlay = readNamed(await realpath(name).catch(() => name), resolver);
    checkExtends(overlay, root, warn);
    traced = applyOverlay(traced, overlay, { bounds, warn });
  }
  // The resolver holds this very object, so that references by the file's name find the changed document, too.
  document.parsed = traced.value;
  return toOrigins(traced.trail);
}

function readNamed(file: string, resolver: PolicyResolver): Overlay {
  const { overlay, problems } = readOverlay(resolver.readNamed(file), file);
  if (overlay) return overlay;
  const [first, ...others] = problems;
  resolver.findings.push(...others);
  if (!first) throw new Error('An overlay is neither well formed nor is anything wrong with it.');
  throw new LoadError(first);
}

/** Only a file can be told from another: the same description may have many addresses. */
function checkExtends(overlay: Overlay, root: string, warn: (problem: LoadProblem) => void): void {
  const { file, extends: named } = overlay;
  const meant = named === undefined ? undefined : fileNamed(named, file);
  if (meant === undefined || meant === root) return;
  warn({
    rule: 'overlay-extends',
    message: `The overlay is meant for \`${meant}\` and applied to \`${root}\`.`,
    place: { file, pointer: '/extends' },
  });
}

function fileNamed(reference: string, overlay: string): string | undefined {
  const base = pathToFileURL(overlay);
  if (!URL.canParse(reference, base)) return undefined;
  const url = new URL(reference, base);
  url.hash = '';
  if (url.protocol !== 'file:' || url.host !== '') return undefined;
  try {
    return path.resolve(fileURLToPath(url));
  } catch {
    return undefined; // `%2F` in it: no path of this system
  }
}
