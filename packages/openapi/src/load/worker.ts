/** The thread that loads: it may hang or run out of memory without taking the process with it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic.ts';
import { inOrder } from '../diagnostic-order.ts';
import { type ReadResult, RootFolderError, readDescription } from './read-description.ts';
import type { LoadMessage, LoadOutcome, LoadTask } from './worker-messages.ts';

const task: LoadTask = workerData;
const post = (message: LoadMessage) => parentPort?.postMessage(message);

async function run(): Promise<LoadOutcome> {
  try {
    const read = await readDescription(task.file, {
      ...task,
      onFile: (file) => post({ kind: 'file', file }),
    });
    if (!read.ok) return { kind: 'refused', diagnostics: read.diagnostics, texts: read.texts };
    return toOutcome(read, await lint(read));
  } catch (error) {
    if (error instanceof RootFolderError) return { kind: 'misused', message: error.message };
    throw error;
  }
}

type Loaded = Extract<ReadResult, { ok: true }>;

async function lint({ loaded, findings }: Loaded): Promise<readonly Diagnostic[]> {
  if (!task.lint) return findings;
  post({ kind: 'lint' });
  const { lintDescription } = await import('../lint/lint-description.ts');
  const found = await lintDescription(loaded, task.lint);
  const located = found.map((diagnostic) => ({ ...diagnostic, place: loaded.locate(diagnostic.place) }));
  return inOrder([...findings, ...located]);
}

function toOutcome(
  { loaded, bundle, findings, texts, overlaid }: Loaded,
  diagnostics: readonly Diagnostic[],
): LoadOutcome {
  const { root, version, document } = loaded;
  const isAsParsed = bundle.document === document.parsed && findings.length === 0;
  const isRootText = isAsParsed && !overlaid && isJsonFile(root);
  return {
    kind: 'loaded',
    root,
    version,
    ...(!isRootText && { document: JSON.stringify(bundle.document) }),
    diagnostics,
    origins: bundle.origins,
    ...(overlaid && { overlaid }),
    texts,
  };
}

/** Such a file has been read as JSON, whatever it holds. */
const isJsonFile = (file: string): boolean => /\.json$/i.test(file);

post(await run());
