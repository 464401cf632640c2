import { fileURLToPath } from 'node:url';
import { type ApiModel, loadDescription, type Operation, toApiModel } from '@plumbline/openapi';
import { beforeAll, describe, expect, test } from 'vitest';

/** The twelve operations that CheckView documents: method, path, summary and scope, word for word. */
const documented = [
  ['GET', '/api/v1/organizations/me', 'Get current organization details', 'read:organization'],
  ['PATCH', '/api/v1/organizations/me', 'Update organization settings', 'write:organization'],
  ['GET', '/api/v1/organizations/me/usage', 'Get monthly test usage statistics', 'read:organization'],
  ['GET', '/api/v1/organizations/me/statistics', 'Get organization statistics', 'read:organization'],
  ['GET', '/api/v1/organizations/me/trial', 'Check trial eligibility', 'read:organization'],
  ['DELETE', '/api/v1/team/members/me', 'Leave the organization', 'write:profile'],
  ['PATCH', '/api/v1/team/invites/{id}/accept', 'Accept a team invitation', 'write:profile'],
  ['GET', '/api/v1/users/me', 'Get current user profile', 'read:profile'],
  ['POST', '/api/v1/tokens', 'Create a new API token', 'manage:tokens'],
  ['GET', '/api/v1/tokens', 'List all active tokens', 'read:tokens'],
  ['GET', '/api/v1/tokens/{id}', 'Get token details', 'read:tokens'],
  ['DELETE', '/api/v1/tokens/{id}', 'Revoke a token (cannot be undone)', 'manage:tokens'],
] as const;

const groups = {
  Organizations: 5,
  Team: 10,
  Users: 1,
  'Personal Access Tokens': 4,
  Websites: 13,
  'Test Flows': 17,
  'Test Steps': 9,
  'Test Runs': 13,
  Variables: 6,
  'UX Audits': 12,
  Notifications: 11,
  Health: 3,
};

let model: ApiModel;

beforeAll(async () => {
  const result = await loadDescription(fileURLToPath(new URL('../../../spec/openapi.yaml', import.meta.url)));
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  model = toApiModel(result.description).model;
}, 60_000);

const isPublic = ({ path }: Operation): boolean => path.startsWith('/health');
const scopesOf = ({ security }: Operation): readonly string[] =>
  security.flatMap(({ schemes }) => schemes.flatMap(({ scopes }) => scopes));

describe("CheckView's description", () => {
  test('has 101 operations in 11 groups, and three for health', () => {
    const counts = Map.groupBy(model.operations, ({ tags }) => tags.join());
    expect(Object.fromEntries([...counts].map(([tag, own]) => [tag, own.length]))).toEqual(groups);
  });

  test.each(documented)('%s %s is described word for word', (method, path, summary, scope) => {
    const operation = model.operations.find((one) => one.method === method && one.path === path);
    expect(operation?.summary).toBe(summary);
    expect(operation && scopesOf(operation)).toEqual([scope]);
  });

  test('asks exactly one scope of every operation but those for health', () => {
    for (const operation of model.operations) {
      expect(scopesOf(operation), operation.id).toHaveLength(isPublic(operation) ? 0 : 1);
    }
  });

  test('declares idempotency on every POST, PATCH and DELETE and on nothing else', () => {
    for (const { id, method, behaviours } of model.operations) {
      expect(behaviours.idempotency !== undefined, id).toBe(['POST', 'PATCH', 'DELETE'].includes(method));
    }
  });

  test('declares the rate limit on everything but health', () => {
    for (const operation of model.operations) {
      expect(operation.behaviours.rateLimit !== undefined, operation.id).toBe(!isPublic(operation));
    }
  });

  test('paginates the 21 lists and shows an example of every body', () => {
    const paginated = model.operations.filter(({ behaviours }) => behaviours.pagination);
    expect(paginated).toHaveLength(21);
    for (const { id, responses, requestBody } of model.operations) {
      const bodies = [...responses.flatMap(({ content }) => content), ...(requestBody?.content ?? [])];
      for (const { mediaType, schema, examples } of bodies) {
        const isBinary = schema === undefined || Object.keys(schema).length === 0;
        if (!isBinary) expect(examples.length, `${id} ${mediaType}`).toBeGreaterThan(0);
      }
    }
  });
});
