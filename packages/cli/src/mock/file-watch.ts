import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname, isAbsolute } from 'node:path';

/** Milliseconds without a further change, so that one save of an editor counts once. */
const settle = 100;

/** Tells when one of some files has changed. */
export interface FileWatch {
  /** Looks at these files from now on. A change that was seen before is still told. */
  follow(files: readonly string[]): void;
  close(): void;
}

export function createFileWatch(onChange: () => void): FileWatch {
  let timer: NodeJS.Timeout | undefined;
  let watchers: readonly FSWatcher[] = [];
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settle);
  };
  return {
    follow(files) {
      const before = watchers;
      watchers = watchFolders(files, changed);
      for (const watcher of before) watcher.close();
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Folders are watched, not files: editors put a new file in the place of the old one. */
function watchFolders(files: readonly string[], changed: () => void): readonly FSWatcher[] {
  const local = files.filter((file) => isAbsolute(file));
  return [...Map.groupBy(local, (file) => dirname(file))].map(([folder, members]) => {
    const names = new Set(members.map((file) => basename(file)));
    const watcher = watch(folder, (_, name) => {
      // Not every system tells the name; without it any change counts.
      if (name === null || names.has(name)) changed();
    });
    // A folder that goes away takes no more changes; the others are still watched.
    watcher.on('error', () => watcher.close());
    return watcher;
  });
}
