import type { Case } from './case.ts';
import { abortCases } from './cases/abort.ts';
import { bodyCases } from './cases/bodies.ts';
import { failureCases } from './cases/failures.ts';
import { idempotencyCases } from './cases/idempotency.ts';
import { pacingCases } from './cases/pacing.ts';
import { pagingCases } from './cases/paging.ts';
import { retryCases } from './cases/retry.ts';
import { timeoutCases } from './cases/timeout.ts';
import { credentialCases, tokenCases } from './cases/token.ts';
import { waitCases } from './cases/waits.ts';

/** What users of HTTP clients ask for, as cases that any client can be held against. */
export const cases: readonly Case[] = [
  ...retryCases,
  ...waitCases,
  ...bodyCases,
  ...timeoutCases,
  ...abortCases,
  ...idempotencyCases,
  ...tokenCases,
  ...credentialCases,
  ...pacingCases,
  ...pagingCases,
  ...failureCases,
];
