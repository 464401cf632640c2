import type { Command } from 'commander';
import { readingOptions } from './description-command.ts';
import { formatNames, toReports } from './report-flag.ts';
import type { Session } from './session.ts';
import { wantedReports } from './wanted-reports.ts';

export function addReport(program: Command, session: Session): void {
  program
    .command('report')
    .summary('merge JSON reports of `test` into one')
    .description(
      'Work on reports that were written as JSON. `merge` makes one of several: of the shards of a run, or of a run and of what a collector saw.',
    )
    .helpOption('-h, --help', 'print this help')
    .command('merge')
    .summary('make one report of several')
    .argument('<files...>', 'reports that were written as JSON')
    .description(
      'Make one report of several. What any of them violates is violated, else what any proves is proved. Ends like `plumbline test`: 0 kept, 1 broken.',
    )
    .option('--description <file>', 'adds the coverage to JSON, and tags and paths to the page')
    .option('--report <format[=file]>', 'a report, repeatable (default: text)', toReports)
    .option('--output <file>', 'where a report without a file goes (default: standard output)')
    .helpOption('-h, --help', 'print this help')
    .addHelpText(
      'after',
      `
Examples:
  plumbline report merge shard-1.json shard-2.json
  plumbline report merge reports/*.json --description api.yaml --report html=report.html

Formats for --report: ${formatNames.join(', ')}.`,
    )
    .action(async (files: readonly string[], flags) => {
      const config = await session.config();
      const { description = config.description } = flags;
      const { mergeReportFiles } = await import('../commands/merge-reports.ts');
      session.finish(
        await mergeReportFiles(files, {
          ...readingOptions({}, config),
          ...(description === undefined ? {} : { description }),
          reports: wantedReports(flags, {}),
        }),
      );
    });
}
