import { type Kysely, sql } from 'kysely';
import { generateCheckoutSteps, generateFormSteps } from '../domain/generate-steps.ts';
import type { SecretBox } from '../domain/secret-box.ts';
import type { TestStep } from '../domain/test-step.ts';
import type { SiteAccess } from '../helper-plugin/ask-plugin.ts';
import { ConnectionTrouble, type WebsiteErrorCode } from '../helper-plugin/connection-trouble.ts';
import { type Sites, toSiteAccess } from '../sites.ts';
import { readFormFields } from '../step-generator/read-form-fields.ts';
import { inOrganization } from '../store/enter-organization.ts';
import type { Tables } from '../store/tables.ts';
import { type FlowRow, lockFlow, saveFlow } from '../store/test-flows.ts';
import { replaceGeneratedSteps } from '../store/test-steps.ts';
import { everyWebsiteOf } from '../store/viewer.ts';
import { findForm } from '../store/website-forms.ts';
import { findWebsite } from '../store/websites.ts';
import type { Worker } from './jobs.ts';
import type { JobData } from './queues.ts';

type Job = JobData['generate-test-steps'];

/** Why the set-up of a flow failed, as it is told. */
interface SetupFailure {
  readonly code: string;
  readonly message: string;
}

type Generation =
  | { readonly kind: 'generated'; readonly steps: readonly TestStep[] }
  | { readonly kind: 'failed'; readonly failure: SetupFailure };

/** Reads the website of a flow and gives the flow its steps. */
export function createStepGenerator(
  db: Kysely<Tables>,
  { sites, secrets }: { readonly sites: Sites; readonly secrets: SecretBox },
): Worker<'generate-test-steps'> {
  return {
    async work(job) {
      const task = await begin(db, job, secrets);
      if (task === null) return;
      const generation = await generate(task, sites).catch((error: unknown) => keepTrouble(db, job, error));
      await finish(db, job, generation);
    },
    async giveUp(job) {
      await finish(db, job, null);
    },
  };
}

interface Task {
  readonly access: SiteAccess;
  readonly pageUrl: string;
  readonly type: FlowRow['type'];
  readonly form: Awaited<ReturnType<typeof findForm>>;
}

/** Null when nobody waits for the steps any more. */
async function begin(db: Kysely<Tables>, job: Job, secrets: SecretBox): Promise<Task | null> {
  return inFlowOf(db, job, async (transaction, flow) => {
    await saveFlow(transaction, flow, { setup_status: 'in-progress' });
    const website = await findWebsite(transaction, everyWebsiteOf(job.organizationId), flow.websiteId);
    if (website === undefined) return null;
    const form = flow.formId === null ? undefined : await findForm(transaction, website, flow.formId);
    return { access: toSiteAccess(website, secrets), pageUrl: flow.pageUrl, type: flow.type, form };
  });
}

async function generate(task: Task, { plugin }: Sites): Promise<Generation> {
  if (task.type === 'woocommerce') {
    const { hasWooCommerce } = await plugin.readSiteInfo(task.access);
    return hasWooCommerce ? { kind: 'generated', steps: generateCheckoutSteps() } : failed(noShop);
  }
  if (task.form === undefined) return failed(noForm);
  const reading = readFormFields(await plugin.readFormPage(task.access, task.pageUrl), task.form);
  if (reading.kind === 'not-on-page') return failed(noForm);
  if (reading.kind === 'drawn-by-script') return failed(drawnByScript);
  return { kind: 'generated', steps: generateFormSteps(reading.form) };
}

function failed(failure: SetupFailure): Generation {
  return { kind: 'failed', failure };
}

const noForm: SetupFailure = { code: 'form-not-found', message: 'The form is not on the page of the flow.' };
const noShop: SetupFailure = {
  code: 'woocommerce-not-active',
  message: 'WooCommerce is not active on the website.',
};
const drawnByScript: SetupFailure = {
  code: 'form-drawn-by-script',
  message: 'A script draws the fields of the form in the browser, so they cannot be read from the page.',
};
const interrupted: SetupFailure = {
  code: 'interrupted',
  message: 'The steps could not be generated. Rebuild the test flow to try again.',
};

/** What may be over in some seconds. */
const passing: ReadonlySet<WebsiteErrorCode> = new Set([
  'dns-failed',
  'timeout',
  'http-error',
  'maintenance-mode',
]);

/** Trouble that may pass is thrown, so that the job is tried again; it is kept for when no try is left. */
async function keepTrouble(db: Kysely<Tables>, job: Job, error: unknown): Promise<Generation> {
  if (!(error instanceof ConnectionTrouble)) throw error;
  const failure = { code: error.errorCode, message: error.message };
  if (!passing.has(error.errorCode)) return failed(failure);
  await inFlowOf(db, job, (transaction, flow) => saveFlow(transaction, flow, errorColumns(failure)));
  throw error;
}

async function finish(db: Kysely<Tables>, job: Job, generation: Generation | null): Promise<void> {
  await inFlowOf(db, job, async (transaction, flow) => {
    if (generation?.kind === 'generated') await replaceGeneratedSteps(transaction, flow, generation.steps);
    const isReady = generation?.kind === 'generated';
    const failure = isReady ? null : (generation?.failure ?? keptFailure(flow));
    await saveFlow(transaction, flow, {
      setup_status: isReady ? 'ready' : 'failed',
      ...errorColumns(failure),
      setup_finished_at: sql<Date>`now()`,
    });
  });
}

function keptFailure({ setupErrorCode: code, setupErrorMessage: message }: FlowRow): SetupFailure {
  return code === null || message === null ? interrupted : { code, message };
}

function errorColumns(failure: SetupFailure | null) {
  return { setup_error_code: failure?.code ?? null, setup_error_message: failure?.message ?? null };
}

/** Works on the flow while it waits for this very job; null when it does not. */
async function inFlowOf<Result>(
  db: Kysely<Tables>,
  { organizationId, testFlowId, attempt }: Job,
  work: (transaction: Kysely<Tables>, flow: FlowRow) => Promise<Result>,
): Promise<Result | null> {
  return inOrganization(db, { organizationId, userId: null }, async (transaction) => {
    const flow = await lockFlow(transaction, everyWebsiteOf(organizationId), testFlowId);
    const isWaiting = flow?.setupStatus === 'pending' || flow?.setupStatus === 'in-progress';
    if (!flow || !isWaiting || flow.setupAttempt !== attempt) return null;
    return work(transaction, flow);
  });
}
