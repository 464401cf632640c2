import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';

/** Milliseconds without a further change, so that one save of an editor counts once. */
const settle = 100;

/**
 * Calls when any of the files has changed. Their folders are watched, not they: editors put a new file in the
 * place of the old one.
 * @returns a function that ends it.
 */
export function watchFiles(files: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settle);
  };
  const local = files.filter((file) => isAbsolute(file));
  const byFolder = Map.groupBy(local, (file) => dirname(file));
  const watchers = [...byFolder].map(([folder, members]) => {
    const names = new Set(members.map((file) => basename(file)));
    // Without a name (not every system tells it) any change counts.
    return watchFolder(folder, (name) => {
      if (name === null || names.has(name)) changed();
    });
  });
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function watchFolder(folder: string, onEvent: (name: string | null) => void): FSWatcher {
  const watcher = watch(folder, (_, name) => onEvent(name));
  // A folder that goes away takes no more changes; the others are still watched.
  watcher.on('error', () => watcher.close());
  return watcher;
}
