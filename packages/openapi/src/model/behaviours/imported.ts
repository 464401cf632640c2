import { isObject } from '../../json-object.ts';
import type { Idempotency, Pagination, ResourceRole, Retry } from '../behaviours.ts';
import { child } from '../node.ts';
import type { FoundOperation } from '../operation-ids.ts';
import type { Reading } from '../reading.ts';
import type { DescribedOperation } from './described-operation.ts';
import { fernIdempotency, fernPagination } from './imported/fern.ts';
import { msPageable } from './imported/ms-pageable.ts';
import { scalarPagination } from './imported/scalar.ts';
import { speakeasyPagination, speakeasyResource } from './imported/speakeasy.ts';
import { stainlessPagination } from './imported/stainless.ts';
import { readRetry } from './retry.ts';

/** Reads a behaviour from the vocabularies of other tools, where ours says nothing. */

const paginationReaders = [
  speakeasyPagination,
  fernPagination,
  scalarPagination,
  msPageable,
  stainlessPagination,
];

export function importPagination(
  reading: Reading,
  operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  for (const read of paginationReaders) {
    const pagination = read(reading, operation, found);
    if (pagination) return pagination;
  }
  return undefined;
}

export const importIdempotency = (reading: Reading, found: FoundOperation): Idempotency | undefined =>
  fernIdempotency(reading, found);

export const importResource = (reading: Reading, found: FoundOperation): ResourceRole | undefined =>
  speakeasyResource(reading, found);

export function importRetry(reading: Reading, found: FoundOperation): Retry | undefined {
  const name = 'x-speakeasy-retries';
  const node = [found.node, reading.root]
    .map((owner) => child(owner, name))
    .find(({ value }) => isObject(value));
  return node && readRetry(reading, node, { name, source: 'speakeasy' });
}
