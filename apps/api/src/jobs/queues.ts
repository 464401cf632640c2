import type { Queue } from 'pg-boss';

/** What each kind of job is told. Ids only: whatever else it needs it reads when it begins. */
export interface JobData {
  'generate-test-steps': {
    readonly organizationId: string;
    readonly testFlowId: string;
    /** The set-up that the job is for; a later one makes it void. */
    readonly attempt: number;
  };
  'check-website': { readonly organizationId: string; readonly websiteId: string };
  'run-test-flow': { readonly organizationId: string; readonly testRunId: string };
  'send-invite-email': { readonly organizationId: string; readonly inviteId: string };
}

export type JobName = keyof JobData;

/**
 * A worker that is gone stops its heartbeat, and the job is given to another. After its last try a job
 * goes to the queue of those that failed, where what waits for it can be told.
 */
const patient = { retryLimit: 3, retryDelay: 5, retryBackoff: true, heartbeatSeconds: 30 } as const;

const options: Readonly<Record<JobName, Omit<Queue, 'name'>>> = {
  'generate-test-steps': { ...patient, expireInSeconds: 300 },
  'check-website': { ...patient, expireInSeconds: 120 },
  'run-test-flow': { ...patient, expireInSeconds: 3_600 },
  'send-invite-email': { ...patient, retryLimit: 8, expireInSeconds: 60 },
};

/** Safe: the compiler demands one entry for every name. */
export const jobNames = Object.keys(options) as readonly JobName[];

export function failedQueueOf(name: JobName): string {
  return `${name}.failed`;
}

/** Every queue, in an order in which they can be made. */
export const queues: readonly Queue[] = jobNames.flatMap((name) => [
  { name: failedQueueOf(name), ...patient, expireInSeconds: 60 },
  { name, ...options[name], deadLetter: failedQueueOf(name) },
]);
