import type { ServerResponse } from 'node:http';

/** What can be wrong with the stand-in site. */
export type Trouble =
  /** The helper plugin is not installed. */
  | 'plugin-absent'
  /** The version of the helper plugin is 2.0.26. */
  | 'old-version'
  /** The helper plugin takes no token. */
  | 'token-rejected'
  /** SolidWP Security forbids the REST API. */
  | 'solidwp'
  /** Defender Pro forbids every page. */
  | 'defender'
  /** The REST API is forbidden without a name. */
  | 'rest-api-forbidden'
  /** WordPress shows its maintenance screen. */
  | 'maintenance'
  | 'server-error'
  /** robots.txt disallows every bot. */
  | 'robots-disallowed'
  /** No answer ever comes. */
  | 'silent'
  /** Every answer is 20 MB long. */
  | 'huge-body'
  /** Every answer goes on until the visitor leaves. */
  | 'endless-body'
  /** One header is 100 kB long. */
  | 'huge-header'
  /** Every page redirects to a next one. */
  | 'redirect-chain'
  /** The plugin's answers hold bytes that are no UTF-8. */
  | 'bad-utf-8'
  /** The plugin's answers are no JSON. */
  | 'not-json'
  /** The plugin's answers are JSON of other shapes. */
  | 'wrong-shapes';

interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const forbiddenJson = (code: string, message: string): Refusal => ({
  status: 403,
  type: 'application/json; charset=UTF-8',
  body: JSON.stringify({ code, message, data: { status: 403 } }),
});

const restRefusals: Partial<Record<Trouble, Refusal>> = {
  solidwp: forbiddenJson(
    'itsec_rest_api_access_restricted',
    'You do not have sufficient permission to access this endpoint.',
  ),
  'rest-api-forbidden': forbiddenJson('rest_forbidden', 'Only authenticated users can access the REST API.'),
};

const pageRefusals: Partial<Record<Trouble, Refusal>> = {
  defender: {
    status: 403,
    type: 'text/html; charset=UTF-8',
    body: '<html><head><link rel="stylesheet" href="/wp-content/plugins/wp-defender/assets/css/block.css"></head><body>The administrator has blocked your IP from accessing this website.</body></html>',
  },
  maintenance: {
    status: 503,
    type: 'text/html; charset=UTF-8',
    body: '<html><head><title>Maintenance</title></head><body><h1>Briefly unavailable for scheduled maintenance. Check back in a minute.</h1></body></html>',
  },
  'server-error': {
    status: 500,
    type: 'text/html; charset=UTF-8',
    body: '<p>There has been a critical error on this website.</p>',
  },
};

/** Answers in the place of the site if a trouble says so. */
export function answerWithTrouble(trouble: Trouble | null, path: string, response: ServerResponse): boolean {
  if (!trouble) return false;
  const refusal = pageRefusals[trouble] ?? (path.startsWith('/wp-json/') ? restRefusals[trouble] : undefined);
  if (refusal) {
    response.writeHead(refusal.status, { 'content-type': refusal.type }).end(refusal.body);
    return true;
  }
  const special = specials[trouble];
  special?.(response, path);
  return special !== undefined;
}

const specials: Partial<Record<Trouble, (response: ServerResponse, path: string) => void>> = {
  silent: () => undefined,
  'huge-body': (response) => response.end(Buffer.alloc(20 * 1024 * 1024, ' ')),
  'endless-body': (response) => pourEndlessly(response),
  'huge-header': (response) => response.writeHead(200, { 'x-padding': 'x'.repeat(100_000) }).end(),
  'redirect-chain': (response, path) => {
    const next = Number(/^\/hop-(\d+)/.exec(path)?.[1] ?? 0) + 1;
    response.writeHead(302, { location: `/hop-${next}` }).end();
  },
};

function pourEndlessly(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
}
