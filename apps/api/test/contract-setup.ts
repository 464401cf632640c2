import {
  type Credentials,
  defineSetup,
  type Identity,
  type MovableClock,
  type Setup,
  type Way,
} from '@plumbline/contract-tests';
import type { Role } from '../src/domain/role.ts';
import { type TokenScope, tokenScopes } from '../src/domain/token-request.ts';
import { operations } from '../src/operations/index.ts';
import type { SampleThings } from '../src/seed/sample-things.ts';
import type { TestIdentities, TestIdentity } from '../src/seed/test-identities.ts';

/** A set-up, and which obligations a run is to prove with it. */
export interface ContractSetup extends Setup {
  readonly only: readonly string[];
  readonly except: readonly string[];
}

/** What the API was started with for tests. */
export interface ApiInTests {
  /** Requests that an organization may send in a minute. @default that of its plan */
  readonly quota?: number;
  /** Moves the time that the API goes by. With it, limits are used up and keys are kept to their end. */
  readonly clock?: MovableClock;
}

/**
 * Sets contract tests up for organizations that are there to be tried, and changed: which operations are written,
 * who may call them, and what the run cannot make by itself.
 * @param siteUrl where a site with the helper plugin is, which the API may visit and no website has yet.
 */
export async function setUpContractTests(
  people: TestIdentities,
  siteUrl: string,
  api: ApiInTests = {},
): Promise<ContractSetup> {
  const leaver = await people.mint(tokenScopes);
  const things = await people.furnish();
  // The examples name all steps of one flow. Who replaces steps has another, so that none is missed later.
  const replaced = await people.furnish();
  const visited = await people.furnish({ siteUrl });
  // A flow that the run makes is not ready for runs and edits before its steps are generated.
  const ready = await people.furnish();
  await people.furnish({ owner: people.other });
  const setup = defineSetup({
    identities: [
      { ...toIdentity(people.admin), tenant: 'own' },
      { ...toIdentity(people.collaborator), tenant: 'own' },
      { ...toIdentity(await people.mint(tokenScopes)), name: 'colleague', tenant: 'own' },
      { ...toIdentity(leaver), name: 'leaver', tenant: 'own', isDisposable: true },
      { ...toIdentity(people.other), tenant: 'other' },
    ],
    mint: ({ scopes, role }) => mint(people, scopes, role === 'collaborator' ? role : 'admin'),
    values: {
      ...(await chooseValues(people, things)),
      ...stepValues(await people.furnish()),
      ...readyValues(ready),
      'createTestFlow.Website': things.websiteId,
      'replaceTestSteps.id': replaced.flowId,
      'syncWebsiteForms.id': visited.websiteId,
      'verifyWebsite.id': visited.websiteId,
      // Steps of a flow cannot be edited while others are generated, so nothing else is done with this one.
      'rebuildTestFlow.id': visited.flowId,
    },
    reach: {
      ...Object.fromEntries(withoutBody.map((id) => [`${id}/409`, useKeyTwice(id)])),
      'getWebsiteSiteInfo/409': onNewWebsite,
      'listWebsiteProducts/409': onNewWebsite,
    },
    beforeRequest: (request, operationId) =>
      nameThings(request, operationId, operationId === 'replaceTestSteps' ? replaced : things),
    destructive: true,
  });
  const except = [...notShown, ...(api.clock ? [] : withoutClock)];
  return { ...setup, ...api, only: Object.keys(operations), except };
}

type Values = NonNullable<Setup['values']>;

/** What the run cannot make, or must not take away from itself: the admin who calls stays one. */
async function chooseValues(people: TestIdentities, things: SampleThings): Promise<Values> {
  return {
    'acceptTeamInvite.id': await people.invite(people.admin),
    'updateTeamMember.id': (await people.mint([], 'collaborator')).memberId,
    'removeTeamMember.id': (await people.mint([], 'collaborator')).memberId,
    'listWebsiteForms.id': things.websiteId,
    'listWebsiteProducts.id': things.websiteId,
    'getWebsiteSiteInfo.id': things.websiteId,
    'reorderTestSteps.id': things.flowId,
  };
}

/** A flow with steps that no other operation changes first. */
function readyValues({ flowId, stepIds }: SampleThings): Values {
  const ids = ['runTestFlow', 'listTestSteps', 'createTestStep', 'getTestStep'];
  return {
    ...Object.fromEntries(ids.map((id) => [`${id}.id`, flowId])),
    'getTestStep.stepId': stepIds[0] ?? '',
  };
}

/** Steps of a further flow, one for each operation that changes one. */
function stepValues({ flowId, stepIds }: SampleThings): Values {
  const ids = ['updateTestStep', 'duplicateTestStep', 'deleteTestStep'];
  return Object.fromEntries(
    ids.flatMap((id, at) => [
      [`${id}.id`, flowId],
      [`${id}.stepId`, stepIds[at] ?? ''],
    ]),
  );
}

/** The ids in the examples of the description, and what stands for them. */
const exampleIds: ReadonlyMap<string, (things: SampleThings) => string | undefined> = new Map([
  ['6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b', ({ websiteId }: SampleThings) => websiteId],
  ['3c5e7a9b-1d2f-4a6c-8e0b-5d7f9a1c3e5b', ({ formId }: SampleThings) => formId],
  ...Array.from(
    { length: 7 },
    (_, at) =>
      [`b${at}1d3e5f-7a9b-4c1d-8e3f-5a7b9c1d3e0${at}`, ({ stepIds }: SampleThings) => stepIds[at]] as const,
  ),
]);

/** The website in the examples; the page of a flow must be on the host of its website. */
const exampleUrl = 'https://shop.acme.example/';
const withPage = new Set(['createTestFlow', 'updateTestFlow']);

async function nameThings(request: Request, operationId: string, things: SampleThings): Promise<Request> {
  if (request.body === null) return request;
  const before = await request.clone().text();
  let body = withPage.has(operationId) ? before.replaceAll(exampleUrl, things.websiteUrl) : before;
  for (const [id, thingOf] of exampleIds) body = body.replaceAll(id, thingOf(things) ?? id);
  return body === before ? request : new Request(request, { body });
}

/** They have no body to differ in: what is another request under a used key differs in its query. */
const withoutBody = [
  'deleteTestFlow',
  'deleteTestStep',
  'deleteVariable',
  'deleteWebsite',
  'duplicateTestStep',
  'pauseTestFlow',
  'pauseWebsite',
  'removeTeamMember',
  'resendTeamInvite',
  'resumeTestFlow',
  'resumeWebsite',
  'revokeToken',
  'verifyWebsite',
];

function useKeyTwice(operation: string): Way {
  return async (api) => {
    const parameters = { 'Idempotency-Key': `conflict-of-${operation}` };
    await api.call(operation, { parameters });
    return { parameters, query: { again: 'yes' } };
  };
}

/** Nobody has connected it yet. */
const onNewWebsite: Way = async (api) => {
  const { body } = await api.call('createWebsite');
  return { path: { id: String(Object(body).id) } };
};

/** What such a run cannot show, and where the API's own tests do. */
const notShown = [
  // Who has left is nobody, and gets 401 instead of a replay: I-11.
  'leaveOrganization:I.same',
  // It names a notification channel, and none can be made before that group is written.
  'updateTestFlowNotifications:O.example/application/json/test-flow-notifications-own',
  // A key whose first request has not ended: I-2.
  '*:R.header/409/Retry-After',
  // What is too large is not described: H-8.
  '*:R.*/413*',
  // The server and its database are well: F-4, I-12.
  '*:R.*/500*',
  '*:R.*/503*',
];

/** Whose limit is out of the way is never refused for it. */
const withoutClock = ['*:R.*/429*'];

/**
 * A token with these scopes. It is one of the admin's or collaborator's own, so that it finds what they
 * made; but `write:profile` lets its user leave, so whoever gets that is a new member.
 */
async function mint(people: TestIdentities, wanted: readonly string[], role: Role): Promise<Credentials> {
  const scopes: readonly TokenScope[] = tokenScopes.filter((scope) => wanted.includes(scope));
  if (scopes.includes('write:profile')) return toCredentials(await people.mint(scopes, role));
  const user = role === 'admin' ? people.admin : people.collaborator;
  return toCredentials({ token: await people.reissue(user, scopes) });
}

function toIdentity(identity: TestIdentity): Identity {
  const { name, scopes, role, userId } = identity;
  return { name, scopes, roles: [role], principal: userId, credentials: toCredentials(identity) };
}

function toCredentials({ token }: { readonly token: string }): Credentials {
  return { personalAccessToken: token };
}
