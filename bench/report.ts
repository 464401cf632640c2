import type { Spread } from './measure/statistics.ts';

/** A goal for a ratio: reached when it is not above. */
export interface Aim {
  readonly atMost: number;
}

/** Plumbline's figure divided by a peer's, both taken in the same rounds: below 1, Plumbline needs less. */
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
  readonly ratios: readonly Ratio[];
}

/** The first column is text, all others are numbers written as text. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function printSection({ title, method, figures, ratios }: Section): string {
  const lines = [
    title,
    ...method.map((line) => `  ${line}`),
    '',
    ...printTable(figures),
    '',
    ...printTable({
      head: ['Plumbline divided by …', 'CPU', 'middle half', 'wall', 'middle half', 'aim'],
      rows: ratios.map(toRow),
    }),
    ...ratios.flatMap(({ of, note }) => (note === undefined ? [] : [`  ${of}: ${note}`])),
  ];
  return `${lines.join('\n')}\n`;
}

function toRow({ of, cpu, wall, aim }: Ratio): readonly string[] {
  return [of, times(cpu.median), range(cpu), times(wall.median), range(wall), verdict(cpu, aim)];
}

/** The aims are about CPU time: it is the figure that a busy machine changes least. */
function verdict({ median }: Spread, aim: Aim | undefined): string {
  if (aim === undefined) return '';
  return `at most ${aim.atMost}: ${isMet(median, aim) ? 'met' : 'MISSED'}`;
}

function isMet(ratio: number, { atMost }: Aim): boolean {
  return ratio <= atMost;
}

/** How many aims the sections have, and how many of them are met. */
export function countAims(sections: readonly Section[]): { readonly met: number; readonly all: number } {
  const aimed = sections.flatMap(({ ratios }) => ratios.filter(({ aim }) => aim !== undefined));
  const met = aimed.filter(({ cpu, aim }) => aim !== undefined && isMet(cpu.median, aim));
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
