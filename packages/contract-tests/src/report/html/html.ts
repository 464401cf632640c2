import { createHash } from 'node:crypto';
import { classOf } from '../../coverage/obligation-class.ts';
import { type Outcome, outcomes } from '../../coverage/outcome.ts';
import { tally } from '../../coverage/tally.ts';
import { reasons } from '../../verdict.ts';
import { outcomeHeadings } from '../class-matrix.ts';
import { type Report, violations } from '../report.ts';
import type { ReportOptions } from '../report-options.ts';
import { countReasons, describeSetUp, findUnlocks } from '../set-up.ts';
import { type ContractMap, toContractMap } from './contract-map.ts';
import { escapeHtml, escapeJson } from './escape-html.ts';
import { cellMarks, cellMeanings } from './map-cell.ts';
import { mapTable } from './map-table.ts';
import { toPageData } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

/**
 * One page that asks for nothing outside of itself: a map of the contract, operations by kinds of obligation, each cell
 * opening to its obligations and the exchanges behind them. Only its own script and style may run in it, so that
 * nothing of a description or an answer can.
 */
export function toHtml(report: Report, options: ReportOptions): string {
  const map = toContractMap(report, options);
  const name = escapeHtml(`${report.title} ${report.version}`.trim());
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Contract of ${name}</title>
<style>${pageStyle}</style>
</head>
<body>
${pageHead(report, name)}
<main>
${tiles(report)}
<div class="notes">${broken(report, map)}${notProved(report)}${unlocks(report, options)}</div>
${tools}
${legend}
${mapTable(map)}
<noscript><p>Cells open and filters work with JavaScript.</p></noscript>
</main>
${cellDialog}
<script type="application/json" id="data">${escapeJson(toPageData(report, map, options))}</script>
<script type="module">${pageScript}</script>
</body>
</html>
`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const policy = `default-src 'none'; script-src ${hashOf(pageScript)}; style-src ${hashOf(pageStyle)}; base-uri 'none'; form-action 'none'`;

function pageHead({ ok, baseUrl, requests, seed, run, stopped }: Report, name: string): string {
  const verdict = ok
    ? '<span class="verdict proved">✓ kept</span>'
    : '<span class="verdict violated">✗ broken</span>';
  const early = stopped === undefined ? '' : `<p>The run ended early: ${escapeHtml(stopped)}</p>`;
  return `<header>
<div><h1>${name} ${verdict}</h1>
<p class="quiet">${escapeHtml(baseUrl)}, ${requests} requests, seed ${seed}, run ${escapeHtml(run)}</p>${early}</div>
<label>Colours <select id="theme"><option value="">as the system</option><option value="light">light</option><option value="dark">dark</option></select></label>
</header>`;
}

function tiles({ results }: Report): string {
  const counts = tally(results);
  const shown = outcomes.filter((outcome) => outcome !== 'waived' || counts.waived > 0);
  const tile = (outcome: Outcome) => `<li><b>${counts[outcome]}</b> ${outcomeHeadings[outcome]}</li>`;
  return `<ul class="tiles" aria-label="Obligations">${shown.map(tile).join('')}<li><b>${results.length}</b> in all</li></ul>`;
}

/** More are found in the map. */
const shownBreaches = 6;

function broken(report: Report, { columns, groups }: ContractMap): string {
  const breaches = violations(report);
  if (breaches.length === 0) return '';
  const rows = groups.flatMap((group) => group.rows.map(({ operation }) => operation));
  const items = breaches.slice(0, shownBreaches).map((result) => {
    const at = `${rows.indexOf(result.operation)},${columns.indexOf(classOf(result))}`;
    return `<li><button type="button" data-cell="${at}" aria-haspopup="dialog">${escapeHtml(`${result.operation} ${result.claim}`)}</button></li>`;
  });
  const rest = breaches.length - items.length;
  return section(
    'Violated',
    `<ul class="broken">${items.join('')}${rest > 0 ? `<li>and ${rest} more, marked ✗ in the map</li>` : ''}</ul>`,
  );
}

/** The map tells the others. */
const shownReasons = 6;

function notProved({ results }: Report): string {
  const counts = countReasons(results);
  const rest = counts.slice(shownReasons).reduce((sum, { count }) => sum + count, 0);
  const items = counts
    .slice(0, shownReasons)
    .map(
      ({ reason, count }) =>
        `<li><b>${count}</b> <span>${reason}: ${escapeHtml(reasons[reason])}</span></li>`,
    );
  const others = rest > 0 ? `<li><b>${rest}</b> <span>for other reasons</span></li>` : '';
  return counts.length === 0 ? '' : section('Not proved, and why', `<ul>${items.join('')}${others}</ul>`);
}

function unlocks({ results }: Report, { model }: ReportOptions): string {
  const items = findUnlocks(results, model).map(
    (unlock) =>
      `<li><b>+${unlock.obligations}</b> <span>${escapeHtml(unlock.what)} <code>${escapeHtml(describeSetUp(unlock))}</code></span></li>`,
  );
  return items.length === 0
    ? ''
    : section('Obligations that one line of set-up could unlock', `<ul>${items.join('')}</ul>`);
}

const section = (heading: string, content: string): string =>
  `<section><h2>${escapeHtml(heading)}</h2>${content}</section>`;

const tools = `<div class="tools">
<label>Find <input type="search" id="search" placeholder="operation, promise, reason"></label>
<label>Verdict <select id="verdict"><option value="">any</option>${outcomes.map((outcome) => `<option value="${outcome}">${outcomeHeadings[outcome]}</option>`).join('')}</select></label>
<span id="shown" role="status"></span>
</div>`;

const legend = `<ul class="legend" aria-label="Marks">${Object.entries(cellMarks)
  .map(([state, mark]) => `<li>${mark} ${cellMeanings[state as keyof typeof cellMarks]}</li>`) // keys of the table of marks
  .join('')}</ul>`;

const cellDialog = `<dialog id="cell" aria-labelledby="title">
<header><div><h2 id="title"></h2><p class="quiet" id="note"></p></div><button type="button" id="close">Close</button></header>
<div id="list"></div>
</dialog>`;
