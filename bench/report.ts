import type { Spread } from './measure/statistics.ts';

/** A goal for a ratio: reached when it is not above. */
export interface Aim {
  readonly atMost: number;
  /** @default CPU time, which a busy machine changes least */
  readonly on?: 'cpu' | 'wall' | 'both';
}

/** The subject's figure divided by a peer's, both taken in the same rounds: below 1, the subject needs less. */
export interface Ratio {
  readonly of: string;
  readonly cpu: Spread;
  readonly wall: Spread;
  readonly aim?: Aim;
  /** What the ratio includes, where its name does not say it. */
  readonly note?: string;
}

export interface Section {
  readonly title: string;
  /** How it was measured, and what was checked before anything was. */
  readonly method: readonly string[];
  /** What each subject used, as a table. */
  readonly figures: Table;
  /** Whose figure the ratios divide. @default Plumbline */
  readonly subject?: string;
  readonly ratios: readonly Ratio[];
}

/** The first column is text, all others are numbers written as text. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function printSection({ title, method, figures, subject = 'Plumbline', ratios }: Section): string {
  const lines = [
    title,
    ...method.map((line) => `  ${line}`),
    '',
    ...printTable(figures),
    ...(ratios.length === 0 ? [] : ['', ...printRatios(subject, ratios)]),
  ];
  return `${lines.join('\n')}\n`;
}

function printRatios(subject: string, ratios: readonly Ratio[]): readonly string[] {
  const table = printTable({
    head: [`${subject} divided by …`, 'CPU', 'middle half', 'wall', 'middle half', 'aim'],
    rows: ratios.map(toRow),
  });
  const notes = ratios.flatMap(({ of, note }) => (note === undefined ? [] : [`  ${of}: ${note}`]));
  return [...table, ...notes];
}

function toRow(ratio: Ratio): readonly string[] {
  const { of, cpu, wall } = ratio;
  return [of, times(cpu.median), range(cpu), times(wall.median), range(wall), verdict(ratio)];
}

function verdict({ cpu, wall, aim }: Ratio): string {
  if (aim === undefined) return '';
  return `${inWords(aim)}: ${isMet({ cpu, wall }, aim) ? 'met' : 'MISSED'}`;
}

/** `at most 1.5x the CPU`, or the other way round where much less is the goal: `at least 12x the requests per second`. */
function inWords({ atMost, on = 'cpu' }: Aim): string {
  const needed = { cpu: 'CPU', wall: 'time', both: 'CPU and time' }[on];
  if (atMost >= 0.5) return `at most ${atMost}x the ${needed}`;
  const factor = Math.round(1 / atMost);
  return on === 'wall'
    ? `at least ${factor}x the requests per second`
    : `at most 1/${factor} of the ${needed}`;
}

function isMet({ cpu, wall }: Pick<Ratio, 'cpu' | 'wall'>, { atMost, on = 'cpu' }: Aim): boolean {
  return (on === 'wall' || cpu.median <= atMost) && (on === 'cpu' || wall.median <= atMost);
}

/** How many aims the sections have, and how many of them are met. */
export function countAims(sections: readonly Section[]): { readonly met: number; readonly all: number } {
  const aimed = sections.flatMap(({ ratios }) => ratios.filter(({ aim }) => aim !== undefined));
  const met = aimed.filter(({ aim, ...ratio }) => aim !== undefined && isMet(ratio, aim));
  return { met: met.length, all: aimed.length };
}

function times(value: number): string {
  return `${value.toFixed(value < 0.1 ? 3 : 2)}x`;
}

function range({ low, high }: Spread): string {
  return `${times(low)} to ${times(high)}`;
}

function printTable({ head, rows }: Table): string[] {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const print = (row: readonly string[]): string =>
    `  ${widths
      .map((width, column) =>
        column === 0 ? (row[column] ?? '').padEnd(width) : (row[column] ?? '').padStart(width),
      )
      .join('   ')}`.trimEnd();
  return [print(head), ...rows.map(print)];
}
