import type { Operation } from '@plumbline/openapi';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { findResponse } from '../answer/negotiate.ts';
import type { ContractViolation } from '../check/contract-violation.ts';
import { createFindings } from '../findings.ts';
import { mediaKind } from '../media-kind.ts';
import type { MockSource } from '../mock-options.ts';
import type { Route } from '../route/router.ts';
import type { ServedDescription } from '../served-description.ts';
import { GuardError, type GuardFinding } from './guard-error.ts';
import { likelyOperation } from './likely-operation.ts';

export interface GuardOptions {
  /** What stands before the paths of the description; exchanges with other addresses are nobody's business here. */
  readonly baseUrl: string;
  /** Whether requests are checked as well, apart from their credentials. @default true */
  readonly checksRequests?: boolean;
}

/**
 * Holds answers that were written by hand, in handlers and fixtures, against the description: an operation that there
 * is not, and a status, header or body that is not as described.
 */
export class ContractGuard {
  readonly #served: ServedDescription;
  readonly #options: GuardOptions;
  readonly #base: URL;
  readonly #pending = new Set<Promise<void>>();
  #findings: GuardFinding[] = [];

  /** Use `createContractGuard`. */
  constructor(served: ServedDescription, options: GuardOptions) {
    this.#served = served;
    this.#options = options;
    this.#base = new URL(options.baseUrl);
  }

  /** Checks an exchange; what is found waits for `verify`. Neither body is touched: copies are read. */
  watch(request: Request, response: Response): void {
    const watched = this.#check(request.clone(), response.clone()).then((violations) => {
      const { pathname, search } = new URL(request.url);
      const subject = `${request.method} ${pathname}${search} ${response.status}`;
      if (violations.length > 0) this.#findings.push({ subject, violations });
    });
    this.#pending.add(watched);
    // What goes wrong in it is told by `verify`, which waits for it too.
    watched.catch(() => undefined).finally(() => this.#pending.delete(watched));
  }

  /**
   * Ends a test: what was watched since the last call must be as described.
   *
   *     afterEach(() => guard.verify());
   *
   * @throws {GuardError} which says what is not, and where the description says so
   */
  async verify(): Promise<void> {
    await Promise.all(this.#pending);
    const findings = this.#findings;
    this.#findings = [];
    if (findings.length > 0) throw new GuardError(findings);
  }

  /**
   * A body for an answer of an operation, as it was given.
   *
   *     const pet = guard.fixture('getPet', 200, { id: 1, name: 'Rex' });
   *
   * @throws {GuardError} when the description has no such operation or status, or another body for it
   */
  fixture<Body>(operationId: string, status: number, body: Body): Body {
    const violations = this.#fixtureViolations(operationId, status, body);
    if (violations.length === 0) return body;
    throw new GuardError([{ subject: `fixture ${operationId} ${status}`, violations }]);
  }

  async #check(request: Request, response: Response): Promise<readonly ContractViolation[]> {
    const path = this.#pathOf(request);
    // `Response.error()`: the mock makes the network fail, and there is nothing to check.
    if (path === undefined || response.type === 'error') return [];
    const found = this.#served.find(request.method, path);
    if (found.route.kind !== 'operation') return [this.#unknown(request.method, path, found.route)];
    const { operation } = found.route;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { status, headers } = response;
    const isHead = request.method === 'HEAD';
    const ofAnswer = this.#served.answerCheck.violations(operation, { status, headers, bytes, isHead });
    if (this.#options.checksRequests === false || status >= 400) return ofAnswer;
    return [...(await this.#ofRequest(operation, request, found.path)), ...ofAnswer];
  }

  /** An app that is told 400 was perhaps meant to send what it sent; of a success, it was not. */
  #ofRequest(operation: Operation, request: Request, path: string): Promise<readonly ContractViolation[]> {
    const url = new URL(request.url);
    url.pathname = path;
    return this.#served.requestCheck.violations(operation, new Request(url, request));
  }

  /** Undefined for requests to somebody else. */
  #pathOf(request: Request): string | undefined {
    const { origin, pathname } = new URL(request.url);
    const prefix = this.#base.pathname.replace(/\/+$/, '');
    if (origin !== this.#base.origin || !pathname.startsWith(`${prefix}/`)) return undefined;
    return pathname.slice(prefix.length);
  }

  #unknown(method: string, path: string, route: Exclude<Route, { kind: 'operation' }>): ContractViolation {
    const guess = likelyOperation(method, path, this.#served.model.operations);
    const message =
      route.kind === 'other-methods'
        ? `is mocked for ${method}, and takes ${route.allow.join(', ')}`
        : `is mocked, and the description has no operation for ${method} ${path}`;
    return {
      direction: 'response',
      obligation: 'request.operation',
      pointer: 'path',
      code: 'unknown',
      message,
      ...(guess === undefined ? {} : { help: `Did you mean ${guess}?` }),
    };
  }

  #fixtureViolations(operationId: string, status: number, body: unknown): readonly ContractViolation[] {
    const { operations } = this.#served.model;
    const operation = operations.find(({ id }) => id === operationId);
    if (!operation) {
      const guess = nearestName(
        operationId,
        operations.map(({ id }) => id),
      );
      const message = `is not in the description: there is no operation ${operationId}`;
      const help = guess === undefined ? {} : { help: `Did you mean ${guess}?` };
      return [
        {
          direction: 'response',
          obligation: 'request.operation',
          pointer: 'path',
          code: 'unknown',
          message,
          ...help,
        },
      ];
    }
    const json = findResponse(operation.responses, status)?.content.find(
      ({ mediaType }) => mediaKind(mediaType) === 'json',
    );
    const bytes = body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body));
    const headers = new Headers({ 'content-type': json?.mediaType ?? 'application/json' });
    return (
      this.#served.answerCheck
        .violations(operation, { status, headers, bytes, isHead: false })
        // A fixture is a body: its headers are those of whoever sends it.
        .filter(({ obligation }) => obligation !== 'R.header')
    );
  }
}

/** @param source with its `description`, violations are told with file, line and column */
export async function createContractGuard(source: MockSource, options: GuardOptions): Promise<ContractGuard> {
  const { serveDescription } = await import('../served-description.ts');
  const served = serveDescription(source, { security: false }, createFindings(undefined));
  return new ContractGuard(served, options);
}
