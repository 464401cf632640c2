import { docsPages } from '@plumbline/codegen';
import { type DescriptionOptions, readSoundModel } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { referencePage } from '../docs/reference-page.ts';
import { exitCode } from '../exit-code.ts';
import { writeFolder } from '../output-folder.ts';
import { say, showProgress } from '../terminal.ts';

export interface DocsCommandOptions extends DescriptionOptions {
  readonly out: string;
}

const reference = 'reference.html';

/** Builds the documentation of a description as one folder. */
export async function docs(file: string, options: DocsCommandOptions): Promise<number> {
  const { description, model } = await readSoundModel(file, options);
  const done = showProgress('building the reference …');
  const page = await referencePage(description.document).finally(done);
  const pages = docsPages({ model }, { reference, anchorOf: page.anchorOf });
  await writeFolder(options.out, [...pages, { path: reference, text: page.text }]);
  const operations = counted(model.operations.length, 'operation');
  say(`${shownPath(options.out)}: ${counted(pages.length + 1, 'page')} for ${operations}`);
  return exitCode.done;
}
