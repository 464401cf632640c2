import type { Contract, OperationContract } from '../contract.ts';
import {
  type AnySecurityHandler,
  type AuthenticationPlan,
  createAuthenticationPlan,
} from './behaviours/authentication.ts';
import { createIdempotencyPlan, type IdempotencyPlan } from './behaviours/idempotency.ts';
import { createRateLimitPlan, type RateLimitPlan } from './behaviours/rate-limit.ts';
import { type BodyLimits, type BodyPlan, createBodyPlan } from './body/body-plan.ts';
import type { RequestContext } from './context.ts';
import type { Handler } from './handler.ts';
import { createParameterPlan, type ParameterPlan } from './parameters/parameter-plan.ts';
import { createResponsePlan, type ResponsePlan } from './response-plan.ts';
import type { CommonOptions } from './server-options.ts';

/** Everything that serving one operation takes, decided once when the server is made. */
export interface OperationPlan {
  readonly contract: OperationContract;
  /** Null: answered by `unimplemented.fetch`. */
  readonly handler: Handler | null;
  readonly authentication: AuthenticationPlan | undefined;
  readonly rateLimit: RateLimitPlan | undefined;
  readonly parameters: ParameterPlan;
  readonly body: BodyPlan | undefined;
  readonly idempotency: IdempotencyPlan | undefined;
  readonly responses: ResponsePlan;
}

export interface PlanInput {
  readonly contract: Contract;
  readonly handlers: ReadonlyMap<string, Handler>;
  readonly security: ReadonlyMap<string, AnySecurityHandler>;
  readonly options: CommonOptions<RequestContext>;
  readonly limits: BodyLimits;
}

/** Throws a `TypeError` that says what is missing. */
export function createOperationPlans(input: PlanInput): OperationPlan[] {
  const unimplemented = new Set(input.options.unimplemented?.operations);
  requireKnown('handlers', input.handlers.keys(), input.contract);
  requireKnown('unimplemented.operations', unimplemented, input.contract);
  return input.contract.operations.map((operation) =>
    createOperationPlan(input, operation, handlerOf(operation.id, input.handlers, unimplemented)),
  );
}

function handlerOf(
  id: string,
  handlers: ReadonlyMap<string, Handler>,
  unimplemented: ReadonlySet<string>,
): Handler | null {
  const handler = handlers.get(id);
  if (handler === undefined && !unimplemented.has(id)) {
    throw new TypeError(
      `No handler for the operation "${id}". Write one, or name it in unimplemented.operations.`,
    );
  }
  if (handler !== undefined && unimplemented.has(id)) {
    throw new TypeError(`"${id}" has a handler: take it out of unimplemented.operations.`);
  }
  return handler ?? null;
}

function requireKnown(where: string, names: Iterable<string>, contract: Contract): void {
  const ids = new Set(contract.operations.map(({ id }) => id));
  for (const name of names) {
    if (!ids.has(name))
      throw new TypeError(`${where} names the operation "${name}", which the contract does not have.`);
  }
}

function createOperationPlan(
  input: PlanInput,
  operation: OperationContract,
  handler: Handler | null,
): OperationPlan {
  const { contract, security, options, limits } = input;
  const idempotency = handler === null ? undefined : idempotencyPlanOf(operation, options);
  return {
    contract: operation,
    handler,
    authentication: createAuthenticationPlan(contract, operation, security),
    rateLimit: rateLimitPlanOf(operation, options),
    parameters: createParameterPlan(operation.path, operation.parameters, idempotency?.keyHeader),
    body: operation.requestBody === undefined ? undefined : createBodyPlan(operation.requestBody, limits),
    idempotency,
    responses: createResponsePlan(operation),
  };
}

function idempotencyPlanOf(
  operation: OperationContract,
  options: CommonOptions<RequestContext>,
): IdempotencyPlan | undefined {
  const { idempotency } = operation.behaviours;
  if (idempotency === undefined || options.idempotency === false) return undefined;
  if (options.idempotency === undefined) {
    throw new TypeError(
      `"${operation.id}" is declared idempotent. Pass idempotency: { store } (for one process: createMemoryIdempotencyStore()), or false.`,
    );
  }
  return createIdempotencyPlan(operation, idempotency);
}

function rateLimitPlanOf(
  operation: OperationContract,
  options: CommonOptions<RequestContext>,
): RateLimitPlan | undefined {
  const { rateLimit } = operation.behaviours;
  if (rateLimit === undefined || options.rateLimit === false) return undefined;
  if (options.rateLimit === undefined) {
    throw new TypeError(
      `"${operation.id}" declares a rate limit. Pass rateLimit: { store } (for one process: createMemoryRateLimitStore()), or false.`,
    );
  }
  return createRateLimitPlan(operation, rateLimit, options.rateLimit);
}
