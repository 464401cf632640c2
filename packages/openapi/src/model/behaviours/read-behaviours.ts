import { isObject } from '../../json-object.ts';
import type {
  ApiBehaviours,
  ExchangePart,
  Idempotency,
  OperationBehaviours,
  Pagination,
  RateLimit,
  ResourceRole,
  Retry,
} from '../behaviours.ts';
import { child, isAbsent, type Node, present } from '../node.ts';
import { type FoundOperation, labelOf } from '../operation-ids.ts';
import type { Reading } from '../reading.ts';
import { declares, isNamedPart } from './declared-parts.ts';
import type { DescribedOperation } from './described-operation.ts';
import { readIdempotency } from './idempotency.ts';
import { importIdempotency, importPagination, importResource, importRetry } from './imported.ts';
import { type Declared, declaredFor, isForMethod, isSafe } from './inheritance.ts';
import { readPagination } from './pagination.ts';
import { readRateLimit } from './rate-limit.ts';
import { readResource } from './resource.ts';
import { readRetry } from './retry.ts';
import { readTenancy } from './tenancy.ts';

/** Resolves the behaviours of each operation, reading each declaration once. */
export interface BehaviourReader {
  readonly api: ApiBehaviours;
  read(operation: DescribedOperation, found: FoundOperation): OperationBehaviours;
}

export function createBehaviourReader(reading: Reading): BehaviourReader {
  // A declaration at the root serves every operation: it is read, and reported on, once.
  const readOnce = new Map<string, unknown>();
  const once = <Value>(node: Node, read: () => Value): Value => {
    if (!readOnce.has(node.pointer)) readOnce.set(node.pointer, read());
    // What stands at a pointer is always read by the same function.
    return readOnce.get(node.pointer) as Value;
  };

  readDefaults(reading, once);
  return {
    api: { ...present('tenancy', readTenancy(reading, child(reading.root, 'x-contract-tenancy'))) },
    read: (operation, found) => ({
      ...present('pagination', paginationOf(reading, { operation, found, once })),
      ...present('idempotency', idempotencyOf(reading, { operation, found, once })),
      ...present('rateLimit', rateLimitOf(reading, { operation, found, once })),
      ...present('resource', resourceOf(reading, { operation, found, once })),
      ...present('retry', retryOf(reading, { operation, found, once })),
      roles: rolesOf(reading, found),
    }),
  };
}

type Once = <Value>(node: Node, read: () => Value) => Value;

interface Asked {
  readonly operation: DescribedOperation;
  readonly found: FoundOperation;
  readonly once: Once;
}

/** Reads the defaults at the root even where no operation takes them, so that mistakes in them show. */
function readDefaults(reading: Reading, once: Once): void {
  const readers = {
    'x-contract-pagination': readPagination,
    'x-contract-idempotency': readIdempotency,
    'x-contract-rate-limit': readRateLimit,
    'x-contract-retry': readContractRetry,
  };
  for (const [name, read] of Object.entries(readers)) {
    const root = child(reading.root, name);
    if (isAbsent(root) || root.value === false) continue;
    const node = mapOf(reading, name, { node: root, isExplicit: false });
    if (node) once<unknown>(node, () => read(reading, node));
  }
}

/** The map that was declared; anything else is reported. */
function mapOf(reading: Reading, name: string, declared: Declared): Node | undefined {
  if (isObject(declared.node.value)) return declared.node;
  reading.report('behaviour-malformed', declared.node, {
    message: `\`${name}\` must be a map of fields, \`true\` or \`false\`.`,
    help: 'Write its fields, `true` for what the root declares, or `false` for none.',
  });
  return undefined;
}

function paginationOf(reading: Reading, asked: Asked): Pagination | undefined {
  const { operation, found, once } = asked;
  const name = 'x-contract-pagination';
  const declared = declaredFor(reading, name, found);
  const node = declared && mapOf(reading, name, declared);
  const pagination = node && once(node, () => readPagination(reading, node));
  const imported = () => importPagination(reading, operation, found);
  if (!declared || !pagination) return imported();
  if (declared.isExplicit) return pagination;
  return isPaginatedByDefault(reading, { operation, found, pagination }) ? pagination : imported();
}

/** A default pagination is for each GET that declares every parameter and header it names. */
function isPaginatedByDefault(
  reading: Reading,
  {
    operation,
    found,
    pagination,
  }: { operation: DescribedOperation; found: FoundOperation; pagination: Pagination },
): boolean {
  const named = namedParts(pagination);
  if (operation.method !== 'GET' || named.length === 0) return false;
  const missing = named.filter((part) => !declares(operation, part));
  if (missing.length > 0 && missing.length < named.length) {
    reading.report('behaviour-partial', found.node, {
      message: `${labelOf(found)} declares only a part of the pagination: ${list(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`,
      help: 'Declare what is missing, or write `x-contract-pagination: false` if the operation is not paginated.',
    });
  }
  return missing.length === 0;
}

const list = (parts: readonly ExchangePart[]): string => parts.map(({ text }) => `\`${text}\``).join(', ');

function namedParts(pagination: Pagination): readonly ExchangePart[] {
  const { cursor, limit, page, offset, next, hasMore, total } = pagination;
  return [cursor, limit, page, offset, next, hasMore, total].filter(
    (part): part is ExchangePart => part !== undefined && isNamedPart(part),
  );
}

function idempotencyOf(reading: Reading, { found, once }: Asked): Idempotency | undefined {
  const name = 'x-contract-idempotency';
  const declared = declaredFor(reading, name, found);
  if (!declared) return importIdempotency(reading, found);
  const node = mapOf(reading, name, declared);
  if (!node || !isForMethod(declared, found.method, (method) => !isSafe(method))) return undefined;
  return once(node, () => readIdempotency(reading, node));
}

function rateLimitOf(reading: Reading, { found, once }: Asked): RateLimit | undefined {
  const name = 'x-contract-rate-limit';
  const declared = declaredFor(reading, name, found);
  const node = declared && mapOf(reading, name, declared);
  if (!declared || !node || !isForMethod(declared, found.method, () => true)) return undefined;
  return once(node, () => readRateLimit(reading, node));
}

function resourceOf(reading: Reading, { found, once }: Asked): ResourceRole | undefined {
  const node = child(found.node, 'x-contract-resource');
  if (isAbsent(node)) return importResource(reading, found);
  return once(node, () => readResource(reading, node));
}

function retryOf(reading: Reading, { found, once }: Asked): Retry | undefined {
  const name = 'x-contract-retry';
  const declared = declaredFor(reading, name, found);
  if (!declared) return importRetry(reading, found);
  const node = mapOf(reading, name, declared);
  if (!node || !isForMethod(declared, found.method, () => true)) return undefined;
  return once(node, () => readContractRetry(reading, node));
}

const readContractRetry = (reading: Reading, node: Node): Retry =>
  readRetry(reading, node, { name: 'x-contract-retry', source: 'x-contract' });

/** `x-contract-roles` is inherited as the others are, but is a list. */
function rolesOf(reading: Reading, found: FoundOperation): readonly string[] {
  const name = 'x-contract-roles';
  const declared = declaredFor(reading, name, found);
  if (!declared) return [];
  const { value } = declared.node;
  if (Array.isArray(value) && value.length > 0 && value.every((role) => typeof role === 'string'))
    return value;
  reading.report('behaviour-malformed', declared.node, {
    message: `\`${name}\` must be a list of role names.`,
    help: 'Write for example `[admin]`, or `false` where any role will do.',
  });
  return [];
}
