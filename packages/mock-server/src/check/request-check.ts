import type { ApiModel, Operation, Place } from '@plumbline/openapi';
import { createServer, type IncomingRequest, type Server, WebRequest } from '@plumbline/runtime/server';
import { type Refusal, refusalViolations, toRefusal } from '../answer/refuse.ts';
import type { LazyChecks } from '../checks.ts';
import type { Findings } from '../findings.ts';
import { essenceOf } from '../media-kind.ts';
import { toContract } from '../request/operation-contract.ts';
import type { ContractViolation, RequestObligation } from './contract-violation.ts';
import type { PromisePlaces } from './promise-places.ts';
import { schemaPathOf } from './schema-path.ts';

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
    const incoming = new WebRequest(request);
    const answer = await server.answer(incoming);
    return answer.headers[PASSED] === undefined ? this.describe(operation, toRefusal(answer), incoming) : [];
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
  describe(operation: Operation, refusal: Refusal, request: IncomingRequest): readonly ContractViolation[] {
    const told = (obligation: RequestObligation, found: Found): ContractViolation => ({
      direction: 'request',
      obligation,
      operation: operation.id,
      ...found,
    });
    const fields = refusalViolations(refusal);
    if (fields.length === 0) return [told(obligationOf(refusal), this.#ofWhole(operation, refusal, request))];
    return fields.map(({ location, code, message }) => {
      const [, where = '', ...names] = location;
      if (where === 'body') {
        const place = this.#bodyPlace(operation, request, names);
        return told('request.body', {
          pointer: names.map((name) => `/${name}`).join(''),
          code,
          message,
          place,
        });
      }
      const place = this.#parts.places.locate(parameterPlace(operation, where, names[0] ?? ''));
      return told('request.parameter', { pointer: [where, ...names].join('/'), code, message, place });
    });
  }

  #ofWhole(operation: Operation, refusal: Refusal, request: IncomingRequest): Found {
    const { pointer } = WHOLE[refusal.status] ?? { pointer: '' };
    const place =
      refusal.status === 401
        ? this.#parts.places.locate(operation.place)
        : this.#bodyPlace(operation, request, []);
    return { pointer, code: String(refusal.status), message: detailOf(refusal), place };
  }

  /** Where the schema speaks of a part of the body; of the whole body, where its media type stands. */
  #bodyPlace({ requestBody, place }: Operation, request: IncomingRequest, names: readonly string[]): Place {
    const { places, model } = this.#parts;
    const essence = essenceOf(request.header('content-type') ?? '');
    const content = requestBody?.content.find(({ mediaType }) => essenceOf(mediaType) === essence);
    if (!content) return places.locate(requestBody?.place ?? place);
    if (content.schema === undefined || names.length === 0) return places.locate(content.place);
    const tokens = names.map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    return places.ofKeyword(content.place, schemaPathOf(content.schema, tokens, model.schemas));
  }
}

type Found = Pick<ContractViolation, 'pointer' | 'code' | 'message' | 'place'>;

/** The header by which the handler says that nothing kept the request from it. */
const PASSED = 'x-plumbline-passed';

/** Refusals of a request as a whole, by status. */
const WHOLE: Readonly<Record<number, { readonly obligation: RequestObligation; readonly pointer: string }>> =
  {
    401: { obligation: 'request.security', pointer: 'header/authorization' },
    406: { obligation: 'request.parameter', pointer: 'header/accept' },
    415: { obligation: 'request.media', pointer: 'header/content-type' },
  };

function obligationOf({ status }: Refusal): RequestObligation {
  return WHOLE[status]?.obligation ?? 'request.body';
}

function detailOf({ problem, status }: Refusal): string {
  const { detail } = problem;
  return typeof detail === 'string' ? `is refused: ${detail}` : `is refused with ${status}`;
}

function parameterPlace({ parameters, place }: Operation, where: string, name: string): Place {
  const isNamed = (candidate: { readonly name: string }) =>
    where === 'header' ? candidate.name.toLowerCase() === name.toLowerCase() : candidate.name === name;
  return parameters.find((parameter) => parameter.in === where && isNamed(parameter))?.place ?? place;
}
