import { Origins } from '../bundle/origins.ts';
import type { Diagnostic, Place } from '../diagnostic.ts';
import { isObject } from '../json-object.ts';
import { withEdits } from './document-edits.ts';
import type { NodePart } from './loaded-description.ts';
import type { SourceTexts } from './source-texts.ts';
import type { LoadedOutcome } from './worker-messages.ts';
import { WrittenPlaces } from './written-places.ts';

/** An OpenAPI description that has been read: one tree, and the way back to what its author wrote. */
export interface Description {
  /** Absolute path of the root document. */
  readonly root: string;
  /** The value of `openapi`, for example `3.1.1`. */
  readonly version: string;
  /**
   * The bundled document: a plain JSON tree whose references are all of the form `#/…`. A reference that
   * leads nowhere is an empty object here and an error in `diagnostics`.
   */
  readonly document: Readonly<Record<string, unknown>>;
  /** What the load found, and lint where it was asked for; in order, each once. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was read, overlays included: absolute paths and URLs, the root first. */
  readonly files: readonly string[];
  /**
   * Fills in line and column. Without `part`: the name of a member whose value is an object or array, the
   * value of any other.
   */
  locate(place: Place, part?: NodePart): Place;
  /** The place in the author's files, overlays included, of a JSON Pointer in `document`. */
  sourceOf(pointer: string): Place;
  /** The text of one of `files`, for code frames. */
  textOf(file: string): string | undefined;
}

export function toDescription(loaded: LoadedOutcome, sources: SourceTexts): Description {
  const { root, version, diagnostics, texts } = loaded;
  const origins = new Origins(loaded.origins);
  const written = new WrittenPlaces(root, loaded.overlaid);
  return {
    root,
    version,
    document: readDocument(loaded),
    diagnostics,
    files: [...texts.keys()],
    locate: (place, part) => sources.locate(place, part),
    sourceOf: (pointer) => written.of(origins.sourceOf(pointer)),
    textOf: (file) => sources.textOf(file),
  };
}

function readDocument({ root, document, edits = [], texts }: LoadedOutcome): Description['document'] {
  const read: unknown = withEdits(JSON.parse(document ?? texts.get(root) ?? '{}'), edits);
  return isObject(read) ? read : {}; // the load refuses a root that is no object
}
