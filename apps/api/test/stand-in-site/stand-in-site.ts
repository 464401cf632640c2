import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { pages, renderPage } from './pages.ts';
import * as answers from './plugin-answers.ts';
import { answerWithTrouble, type Trouble } from './trouble.ts';
import { createTokenVerifier, type PublicKeySource } from './verify-token.ts';

export interface StandInSiteOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** The key that tokens are verified with. */
  readonly publicKey: PublicKeySource;
  readonly trouble?: Trouble | null;
  /** User name and password that every page asks for. */
  readonly basicAuth?: { readonly username: string; readonly password: string };
}

/** A small WordPress site with the helper plugin, four forms and a shop. */
export interface StandInSite {
  /** With a slash at its end. */
  readonly url: string;
  /** The paths that were asked for, with their queries. */
  readonly visits: readonly string[];
  /** Changes what is wrong with the site; null mends it. */
  setTrouble(trouble: Trouble | null): void;
  close(): Promise<void>;
}

export async function startStandInSite(options: StandInSiteOptions): Promise<StandInSite> {
  const visits: string[] = [];
  const site = { url: '', trouble: options.trouble ?? null };
  const isTokenValid = createTokenVerifier(options.publicKey);
  const server = createServer((request, response) => {
    visits.push(request.url ?? '/');
    if (!isLetIn(request, options.basicAuth)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="Staging"' }).end('Unauthorized');
      return;
    }
    answer({ request, response, site, isTokenValid }).catch(() => response.destroy());
  });
  site.url = await listen(server, options);
  return {
    url: site.url,
    visits,
    setTrouble: (trouble) => {
      site.trouble = trouble;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly site: { readonly url: string; readonly trouble: Trouble | null };
  readonly isTokenValid: ReturnType<typeof createTokenVerifier>;
}

async function answer(exchange: Exchange): Promise<void> {
  const { request, response, site } = exchange;
  const { pathname } = new URL(request.url ?? '/', site.url);
  if (answerWithTrouble(site.trouble, pathname, response)) return;
  if (pathname === '/robots.txt') {
    const rule = site.trouble === 'robots-disallowed' ? 'Disallow: /' : 'Disallow: /wp-admin/';
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`User-agent: *\n${rule}\n`);
    return;
  }
  if (pathname.startsWith('/wp-json/')) return await answerRest(exchange, pathname.slice('/wp-json/'.length));
  const page = pages.find(({ path }) => path === pathname);
  response
    .writeHead(page ? 200 : 404, { 'content-type': 'text/html; charset=UTF-8' })
    .end(page ? renderPage(page) : '<h1>Page not found</h1>');
}

async function answerRest(exchange: Exchange, route: string): Promise<void> {
  const { request, response, site } = exchange;
  const isAbsent = site.trouble === 'plugin-absent';
  if (route === '') {
    const namespaces = ['oembed/1.0', 'wp/v2', 'wc/v3', ...(isAbsent ? [] : ['checkview/v1'])];
    return sendJson(response, 200, { namespaces });
  }
  const reply = isAbsent ? undefined : readRoutes(site)[route];
  if (!reply) return sendJson(response, 404, toError('rest_no_route', 404));
  const isRejected = site.trouble === 'token-rejected' || !(await exchange.isTokenValid(request, site.url));
  if (isRejected) return sendJson(response, 401, toError('rest_forbidden', 401));
  sendDamaged(response, site.trouble, reply());
}

function readRoutes({ url, trouble }: Exchange['site']): Readonly<Record<string, () => unknown>> {
  const version = trouble === 'old-version' ? '2.0.26' : '2.1.0';
  const routes: Record<string, () => unknown> = {
    'forms/formslist': () => answers.formsList(url),
    'forms/registerformtest': answers.formTestRegistered,
    'forms/deleteformstest': answers.formTestDeleted,
    'site-info': () => answers.siteInfo(url, version),
    'plugin-version': () => ({ plugin_slug: 'checkview', version }),
    'store/products': () => answers.products(url),
    'store/getstoretestproduct': () => answers.testProduct(url),
    'store/activegateways': answers.activeGateways,
  };
  return Object.fromEntries(Object.entries(routes).map(([name, reply]) => [`checkview/v1/${name}`, reply]));
}

/** The plugin's answer, spoilt as the trouble says. */
function sendDamaged(response: ServerResponse, trouble: Trouble | null, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' });
  if (trouble === 'not-json') response.end(`<b>Warning</b>: Undefined index in plugin.php\n${text}`);
  else if (trouble === 'wrong-shapes')
    response.end('{"status":"ok","body_response":[[],{"ID":{}},7,null],"version":[2]}');
  else if (trouble === 'bad-utf-8')
    response.end(Buffer.from(text.replace(/Contact form/g, 'Cont\xE9\xFFact'), 'latin1'));
  else response.end(text);
}

function toError(code: string, status: number) {
  return { code, message: 'Refused.', data: { status } };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' }).end(JSON.stringify(body));
}

function isLetIn(request: IncomingMessage, basicAuth: StandInSiteOptions['basicAuth']): boolean {
  if (!basicAuth) return true;
  const pair = Buffer.from(`${basicAuth.username}:${basicAuth.password}`).toString('base64');
  return request.headers.authorization === `Basic ${pair}`;
}

async function listen(server: Server, { port = 0, host = '127.0.0.1' }: StandInSiteOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const ownPort = typeof address === 'object' && address !== null ? address.port : port;
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${ownPort}/`).href;
}
