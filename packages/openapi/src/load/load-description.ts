import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic.ts';
import { type Description, toDescription } from './description.ts';
import { defaultLimits, type Limits, type LoadOptions } from './load-options.ts';
import { type LoadRule, toDiagnostic } from './load-problem.ts';
import { SourceTexts } from './source-texts.ts';
import type { LoadMessage, LoadOutcome, LoadTask } from './worker-messages.ts';

export type LoadResult =
  | { readonly ok: true; readonly description: Description }
  /** The description could not be read. */
  | {
      readonly ok: false;
      readonly diagnostics: readonly Diagnostic[];
      /** The text of a file that was read, for code frames. */
      textOf(file: string): string | undefined;
    };

/**
 * Reads a description of OpenAPI 3.0, 3.1 or 3.2 from its root document, YAML or JSON, and bundles it.
 *
 * Documents are untrusted. Files are read only inside the root document's folder, nothing is fetched
 * unless its host is allowed, and the work is done in a thread of its own with bounded time and memory.
 * @throws {RangeError} when `rootFolder` does not hold the root document or a limit is not positive
 */
export async function loadDescription(file: string, options: LoadOptions = {}): Promise<LoadResult> {
  const limits = { ...defaultLimits, ...options.limits };
  checkLimits(limits);
  const outcome = await runWorker({ ...forThread(options), file: path.resolve(file), limits });
  if (outcome.kind === 'misused') throw new RangeError(outcome.message);
  const sources = new SourceTexts(outcome.texts, limits.depth);
  if (outcome.kind === 'loaded') return { ok: true, description: toDescription(outcome, sources) };
  return { ok: false, diagnostics: outcome.diagnostics, textOf: (name) => sources.textOf(name) };
}

/** Callers hand over objects with more in them, such as functions, which reach no other thread. */
function forThread({ rootFolder, allowRemote, lint, overlays }: LoadOptions): Omit<LoadOptions, 'limits'> {
  return {
    ...(rootFolder === undefined ? {} : { rootFolder }),
    ...(allowRemote === undefined ? {} : { allowRemote }),
    ...(lint === undefined ? {} : { lint }),
    ...(overlays?.length ? { overlays: overlays.map((overlay) => path.resolve(overlay)) } : {}),
  };
}

function checkLimits(limits: Limits): void {
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0))
      throw new RangeError(`The limit \`${name}\` is ${value}; it must be a positive number.`);
  }
}

/** Beside this file, and built as this file is: `.ts` from source, `.js` in a published package. */
const workerUrl = new URL(`./worker${path.extname(import.meta.url)}`, import.meta.url);

/** Milliseconds; a longer timer would fire at once. */
const longestTimer = 2 ** 31 - 1;

/** The thread lives for a moment. Left to itself it would take more than 100 MiB for what is young, and the process keeps them. */
const youngMiB = 16;

function runWorker(task: LoadTask): Promise<LoadOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<LoadOutcome>();
  const worker = new Worker(workerUrl, {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: task.limits.heapMiB, maxYoungGenerationSizeMb: youngMiB },
  });
  let lastFile = task.file;
  const startDeadline = (limit: 'milliseconds' | 'lintMilliseconds') => {
    const giveUp = () => resolve(tooSlow(task, limit, lastFile));
    return setTimeout(giveUp, Math.min(task.limits[limit], longestTimer));
  };
  let deadline = startDeadline('milliseconds');
  let isReading = false;
  const restart = (limit: 'milliseconds' | 'lintMilliseconds') => {
    clearTimeout(deadline);
    deadline = startDeadline(limit);
  };
  worker.on('message', (message: LoadMessage) => {
    if (message.kind === 'file') {
      // Until the first file the thread only starts, which takes a busy machine long and says nothing of the document.
      if (!isReading) restart('milliseconds');
      isReading = true;
      lastFile = message.file;
    } else if (message.kind === 'lint') {
      lastFile = task.file;
      restart('lintMilliseconds');
    } else resolve(message);
  });
  worker.on('error', (error) => (isOutOfMemory(error) ? resolve(tooLarge(task, lastFile)) : reject(error)));
  worker.on('exit', (code) => reject(new Error(`The thread that loads ended with code ${code}.`)));
  return promise.finally(() => {
    clearTimeout(deadline);
    // Not waited for: a thread that hangs inside of the system cannot be ended at once.
    void worker.terminate();
  });
}

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

function tooSlow(
  { limits }: LoadTask,
  limit: 'milliseconds' | 'lintMilliseconds',
  lastFile: string,
): LoadOutcome {
  const message =
    limit === 'milliseconds'
      ? `The description was not read within ${limits[limit]} ms; this file was the last.`
      : `The description was not linted within ${limits[limit]} ms.`;
  return refuse('limit-time', lastFile, message);
}

const tooLarge = ({ limits }: LoadTask, lastFile: string): LoadOutcome =>
  refuse(
    'limit-memory',
    lastFile,
    `The description needs more than ${limits.heapMiB} MiB of heap; this file was the last.`,
  );

function refuse(rule: LoadRule, file: string, message: string): LoadOutcome {
  const start = { file, pointer: '', line: 1, column: 1 };
  const diagnostic = toDiagnostic({ rule, message, place: start }, (place) => place);
  return { kind: 'refused', diagnostics: [diagnostic], texts: new Map() };
}
