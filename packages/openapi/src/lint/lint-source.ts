import type { Place } from '../diagnostic.ts';

/** What Plumbline's own rules and Spectral need of a loaded description. */
export interface LintSource {
  /** Absolute path of the root document. */
  readonly root: string;
  /** The bundled description: one plain JSON tree with references inside itself only. */
  readonly bundle: Readonly<Record<string, unknown>>;
  /** The place in the author's files of a JSON Pointer in the bundle. */
  sourceOf(pointer: string): Place;
  /** Fills in line and column. */
  locate(place: Place): Place;
}
