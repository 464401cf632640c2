import type { Operation } from '@plumbline/openapi';
import type { ProblemType } from '../problems/collect-problems.ts';
import { type Html, html, inline, prose } from './html.ts';

/** What a client's developer wants to know who followed the `type` of a problem. */
export function problemPage(
  problem: ProblemType,
  operations: ReadonlyMap<string, Operation>,
  hrefOf: (operation: Operation) => string,
): Html {
  const answering = problem.operations.flatMap((id) => operations.get(id) ?? []);
  return html`<h1>${problemTitle(problem)}</h1>
<dl>
<dt>Type</dt><dd><code>${problem.type}</code></dd>
${problem.statuses.length > 0 ? html`<dt>Status</dt><dd>${problem.statuses.join(', ')}</dd>\n` : undefined}</dl>
${meanings(problem)}${problem.example === undefined ? undefined : example(problem.example)}
<h2>Operations that answer it</h2>
${answering.length === 0 ? html`<p>The description names none in particular.</p>\n` : operationTable(answering, hrefOf)}`;
}

/** The title that the description gives, else the last name of the `type`. */
export function problemTitle({ title, type }: ProblemType): string {
  return (
    title ??
    type
      .split(/[/:#]/)
      .filter((name) => name !== '')
      .at(-1) ??
    type
  );
}

function meanings({ meanings }: ProblemType): Html {
  if (meanings.length === 0) return html``;
  const [first = '', ...others] = meanings;
  if (others.length === 0) return html`<h2>What it means</h2>\n${prose(first)}`;
  return html`<h2>What it means</h2>
<ul>
${meanings.map((meaning) => html`<li>${inline(meaning)}</li>\n`)}</ul>
`;
}

function example(value: Readonly<Record<string, unknown>>): Html {
  return html`<h2>Example</h2>
<pre><code>${JSON.stringify(value, null, 2)}</code></pre>
`;
}

function operationTable(operations: readonly Operation[], hrefOf: (operation: Operation) => string): Html {
  const rows = operations.map(
    (operation) =>
      html`<tr><td><a href="${hrefOf(operation)}"><code>${operation.method} ${operation.path}</code></a></td><td>${inline(operation.summary ?? '')}</td></tr>\n`,
  );
  return html`<table>
<thead><tr><th scope="col">Operation</th><th scope="col">Summary</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}
