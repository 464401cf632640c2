import { toApiModel } from '@plumbline/openapi';
import { createServer, type IncomingRequest, type RenderedAnswer } from '@plumbline/runtime/server';
import { createLazyChecks } from '../checks.ts';
import { createFindings } from '../findings.ts';
import { toContract } from '../request/operation-contract.ts';
import { CONTROL_PATH, controlDescription } from './control-description.ts';
import { type Controlled, controlHandlers, toControlProblem } from './control-handlers.ts';
import { pageAnswer } from './page.ts';

export type Control = (request: IncomingRequest) => Promise<RenderedAnswer>;

/** Bytes of a request: a snapshot of a large session. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Whether a request is for the control of the mock and not for an operation. */
export function isForControl(request: IncomingRequest): boolean {
  return request.target.startsWith(CONTROL_PATH) && pathBelow(request) !== undefined;
}

/** The control of a mock over HTTP: its operations, their description, and a page that uses them. */
export function createControl(controlled: () => Controlled): Control {
  const server = createControlServer(controlled);
  return async (request) => {
    const refusal = refuseOtherSites(request);
    if (refusal) return refusal;
    const path = pathBelow(request);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead && path === '') return redirectTo(`${request.origin}${CONTROL_PATH}/`);
    if (isRead && path === '/') return pageAnswer();
    if (isRead && path === '/openapi.json') return jsonAnswer(200, controlDescription, 'application/json');
    return server.answer(request);
  };
}

/** The path behind that of the control, as `/log`; undefined for a path that only begins like it. */
function pathBelow({ target }: IncomingRequest): string | undefined {
  const below = target.slice(CONTROL_PATH.length).split('?', 1)[0] ?? '';
  return below === '' || below.startsWith('/') ? below : undefined;
}

function redirectTo(location: string): RenderedAnswer {
  return { status: 308, headers: { location }, body: null };
}

function jsonAnswer(status: number, value: unknown, contentType: string): RenderedAnswer {
  return { status, headers: { 'content-type': contentType }, body: JSON.stringify(value) };
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
function refuseOtherSites(request: IncomingRequest): RenderedAnswer | undefined {
  const origin = request.header('origin');
  const site = request.header('sec-fetch-site');
  const isOwn = origin === null || origin === new URL(request.origin).origin;
  if (isOwn && (site === null || site === 'same-origin' || site === 'none')) return undefined;
  const detail = 'The control of the mock is not for pages of other origins.';
  const problem = { type: 'about:blank', title: 'Forbidden', status: 403, detail };
  return jsonAnswer(403, problem, 'application/problem+json');
}
