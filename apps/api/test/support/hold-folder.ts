import { lockFolder } from '../../src/store/folder-lock.ts';

/** Takes the folder when told to, says whether it got it, and lives until it is disconnected. */
process.on('message', (folder: string) => {
  try {
    lockFolder(folder);
    process.send?.('held');
  } catch {
    process.send?.('refused');
  }
});
process.send?.('ready');
