import type { ObligationClass } from '../../coverage/obligation-class.ts';
import type { ObligationResult } from '../../obligation-result.ts';
import type { ContractMap, MapGroup, MapRow } from './contract-map.ts';
import { escapeHtml } from './escape-html.ts';
import { cellMarks, viewCell } from './map-cell.ts';

/** The map as a table. Each cell is a button; the script opens it. */
export function mapTable(map: ContractMap): string {
  const { columns, groups } = map;
  const starts = groups.map((_, index) =>
    groups.slice(0, index).reduce((sum, { rows }) => sum + rows.length, 0),
  );
  return `<table id="map">
<caption>Operations by kinds of obligation. Arrow keys move between cells, Enter opens one.</caption>
<thead><tr><th scope="col">Operation</th>${columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('')}</tr>
<tr class="sum"><th scope="row">All operations</th>${columns.map((name) => sumCell(map, name)).join('')}</tr></thead>
${groups.map((group, index) => groupRows(group, columns, starts[index] ?? 0)).join('\n')}
</table>`;
}

function sumCell({ groups }: ContractMap, column: ObligationClass): string {
  const all = groups.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.get(column) ?? []));
  const { state, count, words } = viewCell(all);
  return `<td><span class="cell ${state}" title="${words}"><span aria-hidden="true">${cellMarks[state]}</span> ${count}</span></td>`;
}

function groupRows({ name, rows }: MapGroup, columns: readonly ObligationClass[], start: number): string {
  const heading =
    name === ''
      ? ''
      : `<tr class="tag"><th scope="rowgroup" colspan="${columns.length + 1}">${escapeHtml(name)}</th></tr>\n`;
  return `<tbody>\n${heading}${rows.map((row, index) => mapRow(row, columns, start + index)).join('\n')}\n</tbody>`;
}

function mapRow(
  { operation, request, cells }: MapRow,
  columns: readonly ObligationClass[],
  row: number,
): string {
  const name = request
    ? `<b>${escapeHtml(request.method)}</b> <span class="path">${escapeHtml(request.path)}</span> <small>${escapeHtml(operation)}</small>`
    : escapeHtml(operation);
  const shown = columns.map((column, index) => {
    const results = cells.get(column);
    return results
      ? `<td>${cellButton({ operation, column, results, at: `${row},${index}` })}</td>`
      : '<td></td>';
  });
  return `<tr data-row="${row}"><th scope="row">${name}</th>${shown.join('')}</tr>`;
}

interface Cell {
  readonly operation: string;
  readonly column: ObligationClass;
  readonly results: readonly ObligationResult[];
  /** Row and column. */
  readonly at: string;
}

function cellButton({ operation, column, results, at }: Cell): string {
  const { state, count, words } = viewCell(results);
  // What is seen is part of the name, so that it can be spoken (WCAG 2, 2.5.3).
  const label = escapeHtml(`${operation}, ${column}: ${count}, ${words}`);
  return `<button type="button" class="cell ${state}" data-at="${at}" tabindex="-1" aria-haspopup="dialog" aria-label="${label}" title="${words}"><span aria-hidden="true">${cellMarks[state]}</span> ${count}</button>`;
}
