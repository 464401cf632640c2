import type { ForeignReference } from '../../plan/tenancy.ts';
import type { Draft } from '../../request/draft.ts';
import { chooseReferences } from '../../resources/produce.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { isJsonObject } from '../../values/json.ts';
import { uuidFor } from '../../values/seed.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Border } from './border.ts';

/**
 * The accepted body with another tenant's id in it. An API that takes ids of nothing looks at none of them, so the
 * refusal of an id that was never issued comes first.
 */
export async function judgeForeignReference(border: Border, reference: ForeignReference): Promise<Verdict> {
  const { run, abroad, accepted } = border;
  const { operation, body } = accepted.draft;
  const own = body?.kind === 'value' ? findMember(body.value, reference.name) : undefined;
  if (own === undefined) return unproven('not-seen', `no accepted body had a \`${reference.name}\``);
  const theirs = (await chooseReferences(abroad, operation, new Map())).get(reference.collection)?.[0];
  if (theirs === undefined) return unproven('no-producer', 'nothing of the other tenant is known for it');
  const unknown = neverIssued(own, uuidFor(run.settings.seed, `${operation.id}:unknown:${reference.name}`));
  if (unknown === undefined) return unproven('vague', 'nothing tells which ids are never issued');
  const stranger = await run.send(naming(accepted.draft, reference, unknown));
  if (isAccepted(stranger)) return unproven('unspecified', 'what does not exist may be named too');
  const exchange = await run.send(naming(accepted.draft, reference, theirs));
  return judge(border, { stranger, exchange });
}

function judge(
  { run }: Border,
  { stranger, exchange }: { readonly stranger: Exchange; readonly exchange: Exchange },
): Verdict {
  if (!exchange.answer) return unproven('no-answer', exchange.failure);
  if (isAccepted(exchange)) {
    return violated({
      expected: `a request ${exchange.draft.flaw?.description ?? ''} to be refused`,
      received: describeAnswer(exchange),
      exchange: run.record(exchange),
    });
  }
  return exchange.answer.status === stranger.answer?.status
    ? run.provedBy(stranger, exchange)
    : unproven('other-refusal', describeAnswer(exchange));
}

function naming(draft: Draft, { name }: ForeignReference, id: string): Draft {
  if (draft.body?.kind !== 'value') return draft;
  return {
    ...draft,
    body: { ...draft.body, value: withMember(draft.body.value, name, id) },
    key: draft.key === 'none' ? 'none' : 'fresh',
    flaw: {
      description: `with a ${name} that is not the caller's`,
      refusals: ['404', '400', '422', '409', '403'],
      breaches: ['2XX'],
    },
  };
}

/** The first value of that name that is one id or a list of them. */
function findMember(value: unknown, name: string): unknown {
  if (Array.isArray(value))
    return value.map((item) => findMember(item, name)).find((found) => found !== undefined);
  if (!isJsonObject(value)) return undefined;
  const member = Object.hasOwn(value, name) ? value[name] : undefined;
  const [first] = Array.isArray(member) ? member : [member];
  if (typeof first === 'string' || typeof first === 'number') return first;
  return Object.values(value)
    .map((inner) => findMember(inner, name))
    .find((found) => found !== undefined);
}

function withMember(value: unknown, name: string, id: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withMember(item, name, id));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      if (key !== name) return [key, withMember(member, name, id)];
      if (Array.isArray(member)) return [key, member.length > 0 ? [inForm(member[0], id)] : member];
      return [key, inForm(member, id)];
    }),
  );
}

const inForm = (member: unknown, id: string): unknown =>
  typeof member === 'number' && /^\d+$/.test(id) ? Number(id) : id;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Only of UUIDs and numbers is it known which look issued and are not. */
function neverIssued(own: unknown, made: string): string | undefined {
  if (uuid.test(String(own))) return made;
  return /^\d+$/.test(String(own)) ? '2147483600' : undefined;
}
