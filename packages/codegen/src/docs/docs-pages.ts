import type { ApiModel, Operation } from '@plumbline/openapi';
import type { GeneratedFile } from '../generated-file.ts';
import { collectProblems, type ProblemType } from '../problems/collect-problems.ts';
import { behaviourSections } from './behaviour-sections.ts';
import { type Html, html, inline } from './html.ts';
import { printPage } from './page.ts';
import { problemPage, problemTitle } from './problem-page.ts';
import { problemPaths } from './problem-paths.ts';

export interface DocsOptions {
  /**
   * The reference page, relative to the first page. It is not made here.
   * @default 'reference.html'
   */
  readonly reference?: string;
  /**
   * The place of an operation in the reference page.
   * @default `#operation/<id>`, as Redoc knows it
   */
  readonly anchorOf?: (operation: Operation) => string;
}

/**
 * The pages around the reference: `index.html` explains the behaviours that hold for the whole API,
 * and every problem type has a page at the path of its `type` URI. Pure values; `writeFiles` writes
 * them.
 */
export function docsPages(
  { model }: { readonly model: ApiModel },
  options: DocsOptions = {},
): readonly GeneratedFile[] {
  const { reference = 'reference.html', anchorOf = redocAnchor } = options;
  const site = [model.title, model.version].filter((text) => text !== '').join(' ');
  const problems = collectProblems(model);
  const paths = problemPaths(problems);
  const operations = new Map(model.operations.map((operation) => [operation.id, operation]));
  const pages = problems.flatMap((problem): GeneratedFile[] => {
    const path = paths.get(problem.type);
    if (path === undefined) return [];
    const depth = path.split('/').length;
    const hrefOf = (operation: Operation) => `${'../'.repeat(depth)}${reference}${anchorOf(operation)}`;
    const content = problemPage(problem, operations, hrefOf);
    const title = problemTitle(problem);
    return [{ path: `${path}/index.html`, text: printPage({ title, site, content, depth, reference }) }];
  });
  const content = indexContent(model, { problems, paths, reference });
  const index = printPage({ title: 'How this API behaves', site, content, depth: 0, reference });
  return [{ path: 'index.html', text: index }, ...pages];
}

function redocAnchor({ id }: Operation): string {
  return `#operation/${encodeURIComponent(id)}`;
}

interface Links {
  readonly problems: readonly ProblemType[];
  readonly paths: ReadonlyMap<string, string>;
  readonly reference: string;
}

function indexContent(model: ApiModel, { problems, paths, reference }: Links): Html {
  return html`<h1>How this API behaves</h1>
<p class="lead">What holds for all ${model.operations.length} operations. The <a href="${reference}">reference</a> describes each of them.</p>
${servers(model)}${behaviourSections(model)}${problemTable(problems, paths)}`;
}

function servers({ servers }: ApiModel): Html {
  if (servers.length === 0) return html``;
  const items = servers.map(
    ({ url, description }) =>
      html`<li><code>${url}</code>${description === undefined ? undefined : html` – ${inline(description)}`}</li>\n`,
  );
  return html`<h2 id="servers">Servers</h2>
<ul>
${items}</ul>
`;
}

function problemTable(problems: readonly ProblemType[], paths: ReadonlyMap<string, string>): Html {
  if (problems.length === 0) return html``;
  const rows = problems.map((problem) => {
    const path = paths.get(problem.type);
    const title = problemTitle(problem);
    const link = path === undefined ? html`${title}` : html`<a href="${path}/index.html">${title}</a>`;
    return html`<tr><td>${link}</td><td>${problem.statuses.join(', ')}</td><td><code>${problem.type}</code></td></tr>\n`;
  });
  return html`<h2 id="errors">Errors</h2>
<p>Errors are problem details (RFC 9457) of media type <code>application/problem+json</code>. Decide by <code>type</code>.</p>
<table>
<thead><tr><th scope="col">Problem</th><th scope="col">Status</th><th scope="col">Type</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
`;
}
