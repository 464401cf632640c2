import type { Operation } from '@plumbline/openapi';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Made } from './made.ts';
import { draftAt, objectIn } from './sight.ts';

export interface Located extends Made {
  /** The new thing as it was read under its id. */
  readonly read: Exchange | undefined;
}

/** Whether Location leads to what was made (RFC 9110, section 15.3.2). */
export async function judgeLocation(run: Run, located: Located): Promise<Verdict> {
  const { created, read, view } = located;
  const location = created.answer?.headers.get('location');
  if (!location) return unproven('not-seen', 'no Location was sent');
  if (!view || !read || !isAccepted(read)) return unproven('no-producer', 'what was made could not be read');
  const address = addressOf(location, created);
  if (address === undefined) return unproven('unspecified', 'it leads to another host, which is not asked');
  if (address === addressOf(read.request.url, read)) return run.provedBy(created, read);
  const followed = await follow(run, view, address);
  if (!followed) return unproven('needs-credentials');
  if (isAccepted(followed) && showsSame(read, followed)) return run.provedBy(created, followed);
  return violated({
    expected: `Location (${location}) to lead to what was created`,
    received: isAccepted(followed) ? 'something else' : describeAnswer(followed),
    exchange: run.record(followed),
  });
}

/** Path and query; undefined on another host than the one under test. */
function addressOf(reference: string, { request }: Exchange): string | undefined {
  const target = URL.parse(reference, request.url);
  const isHere = target?.origin === URL.parse(request.url)?.origin;
  return target && isHere ? `${target.pathname}${target.search}` : undefined;
}

/** What is found at an address that may be wrong says nothing of the operation: it is held against no response. */
const noAddress = { description: 'at the address in Location', refusals: ['4XX'], breaches: [] };

async function follow(run: Run, view: Operation, address: string): Promise<Exchange | undefined> {
  const draft = await draftAt(run, view, []);
  return draft && run.send({ ...draft, operation: { ...view, responses: [] }, address, flaw: noAddress });
}

/** By its id, or where it names none by its members: some of them may have changed meanwhile. */
function showsSame(read: Exchange, followed: Exchange): boolean {
  const [one, other] = [objectIn(read), objectIn(followed)];
  if (!one || !other) return read.answer?.text === followed.answer?.text;
  return one.id === other.id && Object.keys(one).every((name) => Object.hasOwn(other, name));
}
