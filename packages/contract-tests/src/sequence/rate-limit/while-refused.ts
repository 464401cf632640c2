import { essence, isProblemMedia } from '../../check/media-type.ts';
import { partText } from '../../check/part-text.ts';
import { withIdentity } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import type { Identity } from '../../target.ts';
import { parseJson, property } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type Exhaustion, isRefused } from './exhaustion.ts';

/** Milliseconds that a refusal asks to wait: seconds or a date (RFC 9110, section 10.2.3). */
export function waitOf({ rateLimit }: Exhaustion, { answer }: Exchange): number | undefined {
  const text = answer && partText(rateLimit.retryAfter, answer)?.trim();
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) || /^-/.test(text) ? undefined : date - (answer?.at ?? 0);
}

/** Rounding to seconds, and the clocks of two machines where it is a date. */
const slackMs = 5000;

export function judgeRetryAfter(exhaustion: Exhaustion, refused: Exchange): Verdict {
  const { run, rateLimit, policy } = exhaustion;
  const wait = waitOf(exhaustion, refused);
  if (wait !== undefined && wait >= -slackMs && wait <= policy.windowMs + slackMs)
    return run.provedBy(refused);
  return violated({
    expected: `\`${rateLimit.retryAfter?.text}\` in seconds or as a date, within the window of ${policy.windowMs / 1000} s`,
    received: (refused.answer && partText(rateLimit.retryAfter, refused.answer)) ?? 'none',
    exchange: run.record(refused),
  });
}

export function judgeProblem({ run, rateLimit }: Exhaustion, refused: Exchange): Verdict {
  const mediaType = refused.answer?.headers.get('content-type') ?? '';
  const status = property(parseJson(refused.answer?.text ?? '')?.value, 'status');
  const isRight = isProblemMedia(mediaType) && (status === undefined || String(status) === rateLimit.status);
  if (isRight) return run.provedBy(refused);
  return violated({
    expected: `a problem of status ${rateLimit.status}`,
    received: isProblemMedia(mediaType) ? `status ${status} in the problem` : essence(mediaType) || 'no body',
    exchange: run.record(refused),
  });
}

/** Somebody with a window of his own. */
export async function judgePartition(exhaustion: Exhaustion): Promise<Verdict> {
  const { run, draft, policy } = exhaustion;
  const other = findOther(exhaustion, (identity) =>
    policy.partition === 'tenant'
      ? identity.tenant !== undefined && identity.tenant !== draft.identity?.tenant
      : identity.principal !== draft.identity?.principal || identity.tenant !== draft.identity?.tenant,
  );
  if (!other) return unproven('needs-identity', `one of another ${policy.partition}`);
  const exchange = await run.sendNow(withIdentity(draft, other));
  if (isAccepted(exchange)) return run.provedBy(exchange);
  if (!isRefused(exhaustion, exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `${other.name} of another ${policy.partition} to be served`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

/** Another token of the tenant whose window is used up. */
export async function judgeShare(exhaustion: Exhaustion): Promise<Verdict> {
  const { run, draft } = exhaustion;
  const other = findOther(
    exhaustion,
    ({ tenant }) => tenant !== undefined && tenant === draft.identity?.tenant,
  );
  if (!other) return unproven('needs-identity', 'another one of the same `tenant`');
  const exchange = await run.sendNow(withIdentity(draft, other));
  if (isRefused(exhaustion, exchange)) return run.provedBy(exchange);
  const again = await run.sendNow(draft);
  if (!isRefused(exhaustion, again)) return unproven('unsettled', 'the window ended meanwhile');
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `${other.name} of the same tenant to be refused too`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

/** Somebody else who may call the operation. */
function findOther(
  { run, draft, operation }: Exhaustion,
  isMeant: (identity: Identity) => boolean,
): Identity | undefined {
  return run.settings.identities?.find(
    (identity) =>
      identity.name !== draft.identity?.name && isMeant(identity) && run.callers.mayCall(operation, identity),
  );
}
