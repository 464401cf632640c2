/** The thread that loads: it may hang or run out of memory without taking the process with it. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Diagnostic } from '../diagnostic.ts';
import { inOrder } from '../diagnostic-order.ts';
import { editsBetween } from './document-edits.ts';
import { type ReadResult, RootFolderError, readDescription } from './read-description.ts';
import type { LoadedOutcome, LoadMessage, LoadOutcome, LoadTask } from './worker-messages.ts';

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

function toOutcome(read: Loaded, diagnostics: readonly Diagnostic[]): LoadOutcome {
  const { loaded, bundle, texts, overlaid } = read;
  return {
    kind: 'loaded',
    root: loaded.root,
    version: loaded.version,
    ...documentOf(read),
    diagnostics,
    origins: bundle.origins,
    ...(overlaid && { overlaid }),
    texts,
  };
}

/** The text of a large file reaches the other thread anyway; what the bundle has else is little beside it. */
function documentOf({
  loaded,
  bundle,
  findings,
  overlaid,
}: Loaded): Pick<LoadedOutcome, 'document' | 'edits'> {
  const isAsWritten = findings.length === 0 && !overlaid && isJsonFile(loaded.root);
  if (!isAsWritten) return { document: JSON.stringify(bundle.document) };
  return { edits: editsBetween(loaded.document.parsed, bundle.document) };
}

/** Such a file has been read as JSON, whatever it holds. */
const isJsonFile = (file: string): boolean => /\.json$/i.test(file);

post(await run());
