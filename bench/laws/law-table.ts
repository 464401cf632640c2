import type { AllResults, LawResult, LawsDone, MockResults } from './law-results.ts';
import type { MockName } from './mocks.ts';

/** One line for each description and one for all of them, for people to read. */
export function lawTable(all: AllResults, names: readonly string[], mocks: readonly MockName[]): string {
  const rows = names.map((name) => [name, ...cellsOf(all[name] ?? {}, mocks)]);
  const head = ['description', 'applicable', ...mocks];
  return [head, ...rows, ['all', ...totals(Object.values(all), mocks)]].map(line).join('');
}

/** A law applies when it could be decided on at least one of the mocks: proved or broken. */
function applicable(results: MockResults): readonly string[] {
  const decided = Object.values(results)
    .filter(isDone)
    .flatMap(({ outcomes }) =>
      Object.entries(outcomes).flatMap(([id, outcome]) => (outcome === 'unproven' ? [] : [id])),
    );
  return [...new Set(decided)];
}

function cellsOf(results: MockResults, mocks: readonly MockName[]): readonly string[] {
  const laws = applicable(results).length;
  return [String(laws), ...mocks.map((mock) => cellOf(results[mock], laws))];
}

function cellOf(result: LawResult | undefined, laws: number): string {
  if (result === undefined) return 'not run';
  if (result.kind === 'done') return `${held(result)} (${share(held(result), laws)})`;
  return result.kind === 'unfinished' ? `not finished in ${result.seconds} s` : 'failed';
}

/** Of each mock among the laws of the descriptions that it was finished with. */
function totals(all: readonly MockResults[], mocks: readonly MockName[]): readonly string[] {
  const count = all.reduce((sum, results) => sum + applicable(results).length, 0);
  return [
    String(count),
    ...mocks.map((mock) => {
      const done = all.flatMap((results) => {
        const result = results[mock];
        return result && isDone(result) ? [{ held: held(result), of: applicable(results).length }] : [];
      });
      const laws = done.reduce((sum, { of }) => sum + of, 0);
      const kept = done.reduce((sum, one) => sum + one.held, 0);
      return `${kept} of ${laws} (${share(kept, laws)})`;
    }),
  ];
}

const isDone = (result: LawResult): result is LawsDone => result.kind === 'done';

const held = ({ outcomes }: LawsDone): number =>
  Object.values(outcomes).filter((outcome) => outcome === 'proved').length;

const share = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${Math.round((part / whole) * 100)} %`;

const line = ([name = '', ...cells]: readonly string[]): string =>
  `${[name.padEnd(16), ...cells.map((cell) => cell.padStart(24))].join(' ')}\n`;
