import { describe, expect, test } from 'vitest';
import { loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';
import { type Fault, faults } from './shelf/faults.ts';

const model = await loadShelf();

/** For each fault, the obligations that must catch it. */
const catchers: Readonly<Record<keyof typeof faults, readonly string[]>> = {
  'no-auth': ['listBooks:A.anon', 'deleteBook:A.anon'],
  'any-token': ['listBooks:A.badcred', 'deleteBook:A.badcred'],
  'auth-403': ['listBooks:A.anon'],
  'no-scope': ['createBook:A.scope.deny/books:write', 'deleteBook:A.scope.deny/books:write'],
  'wrong-scope': ['createBook:A.scope.deny/books:write', 'createBook:A.scope.allow'],
  'no-role': ['listMembers:A.role.deny'],
  'body-extra': ['getBook:R.body/200', 'createBook:R.body/201'],
  'body-missing': ['getBook:R.body/200'],
  'body-type': ['listBooks:R.body/200'],
  'body-format': ['getBook:R.body/200'],
  'no-location': ['createBook:R.header/201/Location'],
  'bad-header': ['getBook:R.header/200/X-RateLimit-Limit', 'getBook:X.headers'],
  'status-200': ['createBook:R.undeclared'],
  'media-type': ['getBook:R.media/404', 'createBook:R.media/400'],
  'problem-status': ['getBook:P.status'],
  'stack-leak': ['getBook:P.leak'],
  'secret-told': ['getBook:P.leak', 'createToken:P.leak'],
  'no-www-authenticate': ['getBook:R.header/401/WWW-Authenticate'],
  'crash-malformed': ['createBook:R.5xx'],
  'takes-malformed': ['createBook:Q.malformed'],
  'ignores-media': ['createBook:Q.media'],
  'ignores-required': ['createBook:Q.reject/body/required=year'],
  'ignores-max-length': ['createBook:Q.reject/body/title/maxLength'],
  'ignores-enum': ['createBook:Q.reject/body/genre/enum'],
  'ignores-type': ['createBook:Q.reject/body/year/type', 'updateBook:Q.reject/body/year/type'],
  'ignores-minimum': ['createBook:Q.reject/body/year/minimum', 'updateBook:Q.reject/body/year/maximum'],
  'ignores-extra': ['createBook:Q.reject/body/additionalProperties'],
  'ignores-format': ['createBook:Q.reject/body/contact/format'],
  'ignores-unique': ['createBook:Q.reject/body/tags/uniqueItems'],
  'ignores-query': ['listBooks:Q.reject/query/limit/type', 'listBooks:Q.reject/query/minYear/minimum'],
  'ignores-query-enum': ['listBooks:Q.reject/query/genre/enum'],
  'refuses-legal': ['listBooks:Q.accept/query/genre/enum="science"'],
  'refuses-limit': ['listBooks:Q.accept/query/limit/maximum'],
  'unknown-200': ['getBook:L.unknown/bookId'],
  'unknown-400': ['getBook:L.unknown/bookId'],
  'not-created': ['createBook:L.create-get'],
  'not-deleted': ['deleteBook:L.delete-get'],
  'undeclared-status': ['getBook:R.undeclared'],
  'no-405': ['getBook:Q.method'],
  'no-allow': ['getBook:Q.method'],
};

/** HTTP promises these, the description does not: they are told and fail no run. */
const warnings: readonly Fault[] = ['no-405', 'no-allow'];

describe('a server that', () => {
  test.for(Object.keys(faults) as (keyof typeof faults)[])('is caught with the fault %s', async (fault) => {
    const { report } = await runOnShelf(model, { faults: [fault] });
    expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
    expect(report.ok).toBe(warnings.includes(fault));
  });
});
