import { createHash } from 'node:crypto';
import { PAGE_HEADER } from '../header.ts';
import { Html, html } from './html.ts';

export interface Page {
  readonly title: string;
  /** The API's title and version, in the page's head. */
  readonly site: string;
  readonly content: Html;
  /** How many folders deep the page stands: its links to the other pages go up as often. */
  readonly depth: number;
  /** The reference page, relative to the first page. */
  readonly reference: string;
}

/** A whole document: no script, no request, light and dark, readable without a style sheet. */
export function printPage({ title, site, content, depth, reference }: Page): string {
  const up = '../'.repeat(depth);
  const document = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${site}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><nav aria-label="Documentation"><a href="${up}index.html">${site}</a><a href="${up}${reference}">Reference</a></nav></header>
<main id="content">
${content}</main>
</body>
</html>
`;
  return PAGE_HEADER + document.text;
}

const STYLE = `
:root { color-scheme: light dark; --text: #1c1e21; --quiet: #565b63; --back: #fff; --raised: #f3f4f6; --line: #d5d8dd; --link: #0b57d0 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --quiet: #a6acb5; --back: #16181c; --raised: #212429; --line: #3a3f47; --link: #8ab4f8 } }
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; color: var(--text); background: var(--back) }
header, main { max-width: 56rem; margin: 0 auto; padding: 1rem 1.25rem }
header { border-bottom: 1px solid var(--line) }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem }
nav a:first-child { font-weight: 600 }
a { color: var(--link) }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
.skip { position: absolute; left: -100vw }
.skip:focus { position: static; display: block; padding: .5rem 1.25rem }
h1 { font-size: 1.9rem; line-height: 1.25; margin: 1rem 0 .5rem; overflow-wrap: anywhere }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem }
p, dd, li { overflow-wrap: anywhere }
td, th { overflow-wrap: break-word }
code, pre { font: .9em/1.5 ui-monospace, monospace; background: var(--raised); border-radius: 4px }
code { padding: .1em .3em }
pre code { padding: 0; background: none }
pre { padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line) }
table { width: 100%; border-collapse: collapse; margin: 1rem 0 }
caption { text-align: left; color: var(--quiet) }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line) }
td:first-child { min-width: 11rem }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .35rem 1.25rem }
dt { color: var(--quiet) }
dd { margin: 0 }
.lead { color: var(--quiet) }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr } dd { margin-bottom: .5rem } }
`;

/** Only the style above: nothing of the description can load, run or send anything. */
const POLICY = [
  `default-src 'none'`,
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');
