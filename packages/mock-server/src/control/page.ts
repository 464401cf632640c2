import { createHash } from 'node:crypto';
import type { RenderedAnswer } from '@plumbline/runtime/server';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only the page's own script and style run in it, and it asks nobody but the mock. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(pageScript)}`,
  `style-src ${hashOf(pageStyle)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Plumbline mock</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>Plumbline mock</h1>
<p class="tools">
<label>Session <input id="session" value="default" maxlength="200" list="sessions" autocomplete="off"></label>
<datalist id="sessions"></datalist>
<label>Colours <select id="colours"><option value="light dark">system</option><option value="light">light</option><option value="dark">dark</option></select></label>
<span id="message" role="status"></span>
</p>
<nav aria-label="Parts of the page"><a href="#log">Exchanges</a> <a href="#state">State</a> <a href="#operations">Operations</a> <a href="#trouble">Trouble</a></nav>
</header>
<main>
<section id="log" aria-labelledby="log-heading">
<h2 id="log-heading">Exchanges</h2>
<p class="tools"><label>Find <input id="find" type="search" autocomplete="off"></label>
<label><input id="broken" type="checkbox"> only what is not as described</label>
<label><input id="paused" type="checkbox"> pause</label>
<button id="clear" type="button">Empty the log</button> <span id="counted"></span></p>
<div class="wide" tabindex="0" role="region" aria-label="Exchanges, the latest first"><table><thead><tr><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Operation</th><th scope="col">Answered by</th><th scope="col">Time</th><th scope="col">Notes</th></tr></thead><tbody id="exchanges"></tbody></table></div>
</section>
<section id="state" aria-labelledby="state-heading">
<h2 id="state-heading">State</h2>
<p class="tools"><button id="reset" type="button">Reset the session</button></p>
<div id="collections"></div>
</section>
<section id="operations" aria-labelledby="operations-heading">
<h2 id="operations-heading">Operations</h2>
<div class="wide" tabindex="0" role="region" aria-label="Operations"><table><thead><tr><th scope="col">Operation</th><th scope="col">Path</th><th scope="col">State</th><th scope="col">Note</th></tr></thead><tbody id="operation-rows"></tbody></table></div>
</section>
<section id="trouble" aria-labelledby="trouble-heading">
<h2 id="trouble-heading">Trouble</h2>
<form id="trouble-form" class="tools">
<label>Plan <input id="plan" required placeholder="latency=200ms..800ms; status=503@0.1" size="40" autocomplete="off"></label>
<label>Operation <select id="trouble-operation"><option value="">all</option></select></label>
<button type="submit">Make trouble</button>
</form>
<ul id="plans"></ul>
</section>
</main>
<dialog id="exchange" aria-labelledby="exchange-heading"><form method="dialog"><button>Close</button></form><h2 id="exchange-heading"></h2><div id="exchange-body"></div></dialog>
<noscript><p>This page needs JavaScript.</p></noscript>
<script type="module">${pageScript}</script>
</body>
</html>
`;

/** The page on which people see what the mock has and does. It fetches everything from the control operations. */
export function pageAnswer(): RenderedAnswer {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
    body: page,
  };
}
