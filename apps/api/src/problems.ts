import { ProblemError } from '@plumbline/runtime/server';
import type { Refusal } from './domain/refusal.ts';

/** The problems that handlers answer with, beside those of the frame. Each type is in the description. */

/** What goes before the slug of every problem type. */
export const problemTypeBase = 'https://api.checkview.io/errors/';

export function notFound(what: string): ProblemError {
  return new ProblemError({
    status: 404,
    type: 'not-found',
    title: 'Not Found',
    detail: `The requested ${what} does not exist.`,
  });
}

export function validationFailed(errors: readonly Refusal[]): ProblemError {
  return new ProblemError({
    status: 400,
    type: 'validation-failed',
    title: 'Validation Failed',
    detail: 'The request has a value that is not allowed; see errors.',
    errors,
  });
}

export function invalidCursor(): ProblemError {
  return new ProblemError({
    status: 400,
    type: 'invalid-cursor',
    title: 'Invalid Cursor',
    detail: 'The cursor does not belong to this list. Start again without a cursor.',
  });
}

export function scopeEscalation(scopes: readonly string[]): ProblemError {
  return new ProblemError({
    status: 403,
    type: 'scope-escalation',
    title: 'Scope Escalation',
    detail: `A token cannot give away a scope that it does not hold: ${scopes.join(', ')}.`,
  });
}

export function adminNeeded(detail: string): ProblemError {
  return new ProblemError({ status: 403, type: 'insufficient-role', title: 'Insufficient Role', detail });
}

export function lastAdmin(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'last-admin',
    title: 'Last Admin',
    detail: 'An organization keeps at least one admin. Make someone else an admin first.',
  });
}

export function inviteNotPending(status: string): ProblemError {
  const history = status === 'expired' ? 'has expired' : `was ${status}`;
  return new ProblemError({
    status: 409,
    type: 'invite-not-pending',
    title: 'Invitation Not Pending',
    detail: `This invitation ${history} and cannot be used any more.`,
  });
}

export function alreadyMember(email: string): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'already-member',
    title: 'Already a Member',
    detail: `${email} is a member of this organization already.`,
  });
}

export function invitePending(email: string): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'invite-pending',
    title: 'Invitation Pending',
    detail: `An invitation to ${email} is waiting already. Send it again instead.`,
  });
}

export function seatsTaken(seats: number): ProblemError {
  const included = seats === 1 ? '1 team member' : `${seats} team members`;
  return new ProblemError({
    status: 403,
    type: 'plan-limit-reached',
    title: 'Plan Limit Reached',
    detail: `The plan includes ${included} and all seats are taken.`,
  });
}

export function testFlowNotReady(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'test-flow-not-ready',
    title: 'Test Flow Not Ready',
    detail: 'The set-up of the test flow has not finished.',
  });
}

export function rebuildNotSupported(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'rebuild-not-supported',
    title: 'Rebuild Not Supported',
    detail: 'A test flow of the type custom has no form to be generated from.',
  });
}

/** There is nothing to run. */
export function testFlowNotRunnable(detail: string): ProblemError {
  return new ProblemError({ status: 409, type: 'test-flow-not-ready', title: 'Test Flow Not Ready', detail });
}

export function testFlowPaused(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'test-flow-paused',
    title: 'Test Flow Paused',
    detail: 'The test flow is paused. Resume it first.',
  });
}

export function websitePaused(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'website-paused',
    title: 'Website Paused',
    detail: 'The website is paused. Resume it first.',
  });
}

export function testRunLimitReached(limit: number): ProblemError {
  return new ProblemError({
    status: 403,
    type: 'test-run-limit-reached',
    title: 'Test Run Limit Reached',
    detail:
      limit === 0 ? 'The plan includes no test runs.' : `All ${limit} test runs of this month are used.`,
  });
}

export function revisionMismatch(expected: number, current: number): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'revision-mismatch',
    title: 'Revision Mismatch',
    detail: `The steps have changed since revision ${expected}; they are at revision ${current} now.`,
  });
}

export function variablesNotInPlan(): ProblemError {
  return new ProblemError({
    status: 403,
    type: 'plan-upgrade-required',
    title: 'Plan Upgrade Required',
    detail: 'Organization variables are part of the Advanced plan.',
  });
}

export function variableKeyTaken(key: string): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'variable-key-taken',
    title: 'Variable Key Taken',
    detail: `The organization already has a variable ${key}.`,
  });
}

export function variableInUse(key: string, flows: number): ProblemError {
  const users = flows === 1 ? '1 test flow uses' : `${flows} test flows use`;
  return new ProblemError({
    status: 409,
    type: 'variable-in-use',
    title: 'Variable in Use',
    detail: `${users} ${key}, and it has no built-in default.`,
  });
}

/** The URL is not told whose it is. */
export function websiteAlreadyRegistered(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'website-already-registered',
    title: 'Website Already Registered',
    detail: 'This URL is registered already. It must be removed there before it can be added here.',
  });
}

export function websiteNotConnected(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'website-not-connected',
    title: 'Website Not Connected',
    detail: 'The helper plugin of this website does not answer. Verify the website to learn why.',
  });
}

export function woocommerceNotActive(): ProblemError {
  return new ProblemError({
    status: 409,
    type: 'woocommerce-not-active',
    title: 'WooCommerce Not Active',
    detail: 'WooCommerce is not active on this website.',
  });
}

/** The caller was removed from the organization after the token had been looked at. */
export function noLongerMember(): ProblemError {
  return new ProblemError({
    status: 401,
    type: 'unauthorized',
    title: 'Unauthorized',
    detail: 'The credentials are unknown, malformed, revoked or expired.',
    headers: { 'WWW-Authenticate': 'Bearer error="invalid_token"' },
  });
}

export function serviceUnavailable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError(
    {
      status: 503,
      type: 'service-unavailable',
      title: 'Service Unavailable',
      detail,
      headers: { 'Retry-After': 1 },
    },
    { cause },
  );
}
