import { type Report, saveTests } from '@plumbline/contract-tests';
import { counted, shownPath } from '../../display.ts';
import { explainSystemError } from '../../output-file.ts';
import { say } from '../../terminal.ts';

/** Writes the failures of a run as vitest tests, and names each file: those that it wrote, and those that somebody edited. */
export async function saveFailures(report: Report, folder: string): Promise<void> {
  const { written, kept, unsaved } = await saveTests(report, folder).catch(explainSystemError);
  for (const file of written) say(`saved: ${shownPath(file)}`);
  for (const file of kept) say(`left as it is, since it was edited: ${shownPath(file)}`);
  for (const id of unsaved) say(`not saved, since it takes more than the requests of one test: ${id}`);
  say(
    written.length + kept.length + unsaved.length === 0
      ? `${shownPath(folder)}: nothing failed, so nothing was saved.`
      : `${shownPath(folder)}: ${counted(written.length, 'test')} saved; run them with \`npx vitest run ${shownPath(folder)}\`.`,
  );
}
