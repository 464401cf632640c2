import type { ApiModel, MediaType, Operation, Place } from '@plumbline/openapi';
import { createServer, type Server } from '@plumbline/runtime/server';
import { type Refusal, refusalViolations, toRefusal } from '../answer/refuse.ts';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import { essenceOf } from '../media-kind.ts';
import { toContract } from '../request/operation-contract.ts';
import type { ContractViolation, RequestObligation } from './contract-violation.ts';
import type { PromisePlaces } from './promise-places.ts';

export interface RequestCheckParts {
  readonly model: ApiModel;
  readonly checks: LazyChecks;
  readonly findings: Findings;
  readonly places: PromisePlaces;
  readonly maxBodyBytes: number;
  /** Whether declared credentials must be there. */
  readonly hasSecurity: boolean;
}

/** Holds requests against the description without answering them. */
export class RequestCheck {
  readonly #parts: RequestCheckParts;
  readonly #servers = new WeakMap<Operation, Server>();

  constructor(parts: RequestCheckParts) {
    this.#parts = parts;
  }

  /** @param request its body is read; hand on a clone of it */
  async violations(operation: Operation, request: Request): Promise<readonly ContractViolation[]> {
    const server = this.#servers.get(operation) ?? this.#createServer(operation);
    this.#servers.set(operation, server);
    const response = await server.fetch(request);
    if (response.headers.get(PASSED) !== null) return [];
    return this.describe(operation, await toRefusal(response), request);
  }

  #createServer(operation: Operation): Server {
    const { model, checks, findings, hasSecurity, maxBodyBytes } = this.#parts;
    const contract = toContract(operation, { model, checks, findings, hasSecurity, validatesRequest: true });
    const anybody = () => ({ id: 'anybody', tenant: 'anybody', scopes: [], roles: [] });
    const security = Object.fromEntries(model.securitySchemes.map(({ name }) => [name, anybody]));
    const handlers = { [operation.id]: async () => ({ status: 200, headers: { [PASSED]: 'true' } }) };
    return createServer(contract, handlers, {
      // Safe: the type lets pass only the handlers of a contract that the compiler knows; this one it does not.
      security: security as Readonly<Record<never, never>>,
      validateResponses: 'off',
      maxBodyBytes,
      invalidPath: 400,
    });
  }

  /** How a request that was refused is not as described. */
  describe(operation: Operation, refusal: Refusal, request: Request): readonly ContractViolation[] {
    const { places } = this.#parts;
    const told = (
      obligation: RequestObligation,
      found: Pick<ContractViolation, 'pointer' | 'code' | 'message'>,
      place: Place,
    ) => ({
      direction: 'request' as const,
      obligation,
      operation: operation.id,
      ...found,
      place: places.locate(place),
    });
    const fields = refusalViolations(refusal);
    if (fields.length > 0) {
      return fields.map(({ location, code, message }) => {
        const [, where = '', ...names] = location;
        const isOfBody = where === 'body';
        const pointer = isOfBody ? names.map((name) => `/${name}`).join('') : [where, ...names].join('/');
        const place = isOfBody
          ? bodyPlace(operation, request)
          : parameterPlace(operation, where, names[0] ?? '');
        return told(isOfBody ? 'request.body' : 'request.parameter', { pointer, code, message }, place);
      });
    }
    const { obligation, pointer } = WHOLE[refusal.status] ?? { obligation: 'request.body', pointer: '' };
    const found = { pointer, code: String(refusal.status), message: detailOf(refusal) };
    return [
      told(
        obligation,
        found,
        obligation === 'request.security' ? operation.place : bodyPlace(operation, request),
      ),
    ];
  }
}

/** The header by which the handler says that nothing kept the request from it. */
const PASSED = 'x-plumbline-passed';

/** Refusals of a request as a whole, by status. */
const WHOLE: Readonly<Record<number, { readonly obligation: RequestObligation; readonly pointer: string }>> =
  {
    401: { obligation: 'request.security', pointer: 'header/authorization' },
    406: { obligation: 'request.parameter', pointer: 'header/accept' },
    415: { obligation: 'request.media', pointer: 'header/content-type' },
  };

function detailOf({ problem, status }: Refusal): string {
  const { detail } = problem;
  return typeof detail === 'string' ? `is refused: ${detail}` : `is refused with ${status}`;
}

function bodyPlace({ requestBody, place }: Operation, request: Request): Place {
  const essence = essenceOf(request.headers.get('content-type') ?? '');
  const content: MediaType | undefined = requestBody?.content.find(
    ({ mediaType }) => essenceOf(mediaType) === essence,
  );
  return content?.place ?? requestBody?.place ?? place;
}

function parameterPlace({ parameters, place }: Operation, where: string, name: string): Place {
  const isNamed = (candidate: { readonly name: string }) =>
    where === 'header' ? candidate.name.toLowerCase() === name.toLowerCase() : candidate.name === name;
  return parameters.find((parameter) => parameter.in === where && isNamed(parameter))?.place ?? place;
}
