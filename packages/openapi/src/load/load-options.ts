import type { LintOptions } from '../lint/lint-options.ts';

export interface LoadOptions {
  /**
   * The folder that no reference may leave, links followed.
   * @default the folder of the root document
   */
  readonly rootFolder?: string;
  /**
   * Hosts from which documents may be fetched, `api.example.com` or `api.example.com:8443`.
   * Only over `http` and `https`, only from public addresses, never with credentials.
   * @default [] (nothing is fetched)
   */
  readonly allowRemote?: readonly string[];
  /**
   * Overlays (OpenAPI Overlay Specification 1.0 and 1.1, YAML or JSON) that change the root document before anything
   * else is made of it, in this order. The caller names them, so they may stand anywhere; what they bring is as
   * untrusted as the description, and held to the same bounds. All are applied or none: an overlay that is malformed
   * or cannot be applied ends the load.
   * @default []
   */
  readonly overlays?: readonly string[];
  /** Raises or lowers the bounds. @default defaultLimits */
  readonly limits?: Partial<Limits>;
  /** Lints in the same pass; what is found stands in `description.diagnostics`. @default no lint */
  readonly lint?: LintOptions;
}

/** What one description may cost. Documents are untrusted: each bound ends the load with a diagnostic. */
export interface Limits {
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Bytes of all files together, and characters of the bundle. */
  readonly totalBytes: number;
  /** Number of files. */
  readonly files: number;
  /** Levels of nesting in one file, aliases and merges followed, and in the bundle. */
  readonly depth: number;
  /** Values of one file, each alias counted as what it stands for. */
  readonly nodes: number;
  /** Keys that YAML's `<<` brings in, for one file; each merged mapping counts as one more. */
  readonly mergeKeys: number;
  /** Milliseconds for reading, resolving and bundling; the start of the thread that does it may take as long again. */
  readonly milliseconds: number;
  /** Milliseconds for lint, once the description is read. */
  readonly lintMilliseconds: number;
  /** Mebibytes of heap for the thread that loads. */
  readonly heapMiB: number;
}

const mebibyte = 1024 * 1024;

/** Wide enough for the largest public descriptions (GitHub's is 13 MB in one file). */
export const defaultLimits: Limits = {
  fileBytes: 32 * mebibyte,
  totalBytes: 64 * mebibyte,
  files: 4_000,
  depth: 200,
  nodes: 1_000_000,
  mergeKeys: 20_000,
  milliseconds: 20_000,
  lintMilliseconds: 180_000,
  heapMiB: 1_024,
};
