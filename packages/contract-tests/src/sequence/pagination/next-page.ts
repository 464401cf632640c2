import type { Operation, Pagination } from '@plumbline/openapi';
import { dereference } from '../../plan/constraints.ts';
import type { Draft } from '../../request/draft.ts';
import { type ListProver, queryParameter, withPart } from './list-prover.ts';
import type { Page } from './read-page.ts';

export interface Position {
  /** The request for the first page. */
  readonly first: Draft;
  readonly page: Page;
  /** Items of all pages so far. */
  readonly seen: number;
  /** Pages so far. */
  readonly pages: number;
}

/** The request for the page after this one; undefined where it cannot be written. */
export function nextRequest(prover: ListProver, { first, page, seen, pages }: Position): Draft | undefined {
  const { pagination } = prover;
  switch (pagination.type) {
    case 'cursor':
      return withPart(first, pagination.cursor, page.next);
    case 'link':
      return followLink(first, page);
    case 'offset':
      return withPart(first, pagination.offset, seen);
    case 'page':
      return withPart(first, pagination.page, firstPage(prover, first.operation, pagination) + pages);
    case 'single':
      return undefined;
  }
}

/** Pages count from 1 unless the parameter says that 0 is the first. */
function firstPage({ run }: ListProver, operation: Operation, { page }: Pagination): number {
  const parameter = queryParameter(operation, page);
  const schema = parameter && dereference(parameter.schema, run.bench.definitions);
  return typeof schema === 'object' && (schema.default === 0 || schema.minimum === 0) ? 0 : 1;
}

/**
 * A server may know itself under another name, so the path and query of a link are asked of the host that was named;
 * a link to another path of another host is not followed.
 */
function followLink(first: Draft, { next, exchange }: Page): Draft | undefined {
  const here = new URL(exchange.request.url);
  if (next === undefined || !URL.canParse(next, here.href)) return undefined;
  const there = new URL(next, here);
  const isHere = there.origin === here.origin || there.pathname === here.pathname;
  return isHere ? { ...first, address: `${there.pathname}${there.search}` } : undefined;
}
