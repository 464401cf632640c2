import type { BaseResolver, Document } from '@redocly/openapi-core';
import type { Place } from '../diagnostic.ts';

/**
 * A description inside the thread that loaded it: what lint reads. Everything is parsed once;
 * nothing here reads another file.
 */
export interface LoadedDescription {
  /** Absolute path of the root document. */
  readonly root: string;
  /** The value of `openapi`, for example `3.1.1`. */
  readonly version: string;
  /**
   * The root document for Redocly's `lintDocument({ document, externalRefResolver: resolver, … })`.
   * References that lead nowhere are reported by the load itself (`ref-leads-nowhere`), so
   * Redocly's `no-unresolved-refs` adds nothing.
   */
  readonly document: Document;
  /** Holds every file of the description; what the load did not read it refuses. */
  readonly resolver: BaseResolver;
  /** The bundled description: one plain JSON tree with references inside itself only. Read only. */
  readonly bundle: Readonly<Record<string, unknown>>;
  /** Where a node of `document` was written: in an overlay, when one brought it. */
  writtenAt(place: Place): Place;
  /** The place in the author's files, overlays included, of a JSON Pointer in the bundle. */
  sourceOf(pointer: string): Place;
  /** Fills in line and column. */
  locate(place: Place, part?: NodePart): Place;
  /** The text of a file of the description, `undefined` for any other. */
  textOf(file: string): string | undefined;
}

/** Of a member of an object: its name or its value. */
export type NodePart = 'key' | 'value';
