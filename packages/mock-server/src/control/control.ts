import { toApiModel } from '@plumbline/openapi';
import { createServer } from '@plumbline/runtime/server';
import { createLazyChecks } from '../checks.ts';
import { createFindings } from '../findings.ts';
import { toContract } from '../request/operation-contract.ts';
import { CONTROL_PATH, controlDescription } from './control-description.ts';
import { type Controlled, controlHandlers, toControlProblem } from './control-handlers.ts';
import { pageResponse } from './page.ts';

export type Control = (request: Request) => Promise<Response>;

/** Bytes of a request: a snapshot of a large session. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Whether a request is for the control of the mock and not for an operation. */
export function isForControl(request: Request): boolean {
  const { url } = request;
  // Most requests are seen not to be without being parsed.
  if (!url.includes(CONTROL_PATH)) return false;
  const { pathname } = new URL(url);
  return pathname === CONTROL_PATH || pathname.startsWith(`${CONTROL_PATH}/`);
}

/** The control of a mock over HTTP: its operations, their description, and a page that uses them. */
export function createControl(controlled: () => Controlled): Control {
  const server = createControlServer(controlled);
  return async (request) => {
    const refusal = refuseOtherSites(request);
    if (refusal) return refusal;
    const { pathname } = new URL(request.url);
    const path = pathname.slice(CONTROL_PATH.length);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && path === '') return Response.redirect(new URL(`${CONTROL_PATH}/`, request.url), 308);
    if (isRead && path === '/') return pageResponse();
    if (isRead && path === '/openapi.json') return Response.json(controlDescription);
    return server.fetch(request);
  };
}

function createControlServer(controlled: () => Controlled) {
  const sourceOf = (pointer: string) => ({ file: 'control.json', pointer });
  const { model } = toApiModel({ document: controlDescription, sourceOf, locate: (place) => place });
  const findings = createFindings(undefined);
  const checks = createLazyChecks(model.schemas, findings);
  const input = { model, checks, findings, hasSecurity: false, validatesRequest: true };
  const operations = model.operations.flatMap((operation) => toContract(operation, input).operations);
  const contract = { title: model.title, version: model.version, operations, securitySchemes: [] };
  const handlers = Object.fromEntries(
    Object.entries(controlHandlers(controlled)).map(([id, handle]) => [
      id,
      (request: Parameters<typeof handle>[0]) =>
        handle(request).catch((error: unknown) => {
          throw toControlProblem(error);
        }),
    ]),
  );
  return createServer(contract, handlers, {
    validateResponses: 'throw',
    basePath: CONTROL_PATH,
    maxBodyBytes: MAX_BODY_BYTES,
    problemTypeBase: 'urn:plumbline:mock:',
  });
}

/**
 * The mock lets pages of every origin call its operations. What it remembers and was asked is not for them: a page of
 * another site gets nothing here, and can change nothing.
 */
function refuseOtherSites(request: Request): Response | undefined {
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const isOwn = origin === null || origin === new URL(request.url).origin;
  if (isOwn && (site === null || site === 'same-origin' || site === 'none')) return undefined;
  const detail = 'The control of the mock is not for pages of other origins.';
  const problem = { type: 'about:blank', title: 'Forbidden', status: 403, detail };
  return Response.json(problem, { status: 403, headers: { 'content-type': 'application/problem+json' } });
}
