import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import { escalationObligation, mintedObligation, requiredScopes } from '../../plan/access.ts';
import { createdId } from '../../resources/item-id.ts';
import type { Minting } from '../../resources/minting.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { mintAs, secretOf } from '../../run/mint-through-api.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import type { Credentials, Identity } from '../../target.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** What new credentials can do: what they were made for and no more; no more than their maker; nothing once revoked. */
export async function proveMinted(run: Run, { draft }: Exchange): Promise<void> {
  const { minting } = run;
  if (minting?.create !== draft.operation || !draft.identity) return;
  const maker = draft.identity;
  const rule = async (id: string, judge: () => Promise<Verdict>) => {
    if (run.ledger.has(id)) run.ledger.rule(id, await judge());
  };
  await rule(mintedObligation(minting), () => judgeMinted(run, { minting, maker }));
  await rule(escalationObligation(minting), () => judgeEscalation(run, minting));
  const { revoke } = minting;
  if (revoke) {
    await rule(obligationId(revoke.id, 'A.revoked'), () => judgeRevoked(run, { minting, maker, revoke }));
  }
}

interface Maker {
  readonly minting: Minting;
  readonly maker: Identity;
}

/** Reads without ids, by which can be seen whether credentials are let in; each with the scope it needs. */
function readings(
  run: Run,
  { scheme }: Minting,
): readonly { readonly read: Operation; readonly scope: string }[] {
  return run.model.operations.flatMap((read) => {
    const [scope, another] = requiredScopes(read);
    const [requirement] = read.security;
    const isPlain = read.method === 'GET' && !read.parameters.some(({ required }) => required);
    const isOfScheme = requirement?.schemes.length === 1 && requirement.schemes[0]?.name === scheme;
    return isPlain && isOfScheme && scope !== undefined && another === undefined ? [{ read, scope }] : [];
  });
}

async function judgeMinted(run: Run, { minting, maker }: Maker): Promise<Verdict> {
  const open = readings(run, minting).filter(({ scope }) => holds(maker, scope));
  const [allowed] = open;
  const denied = open.find(({ scope }) => allowed && !run.callers.implies(allowed.scope, scope));
  if (!allowed || !denied) return unproven('needs-identity', 'no two reads need different scopes');
  const minted = await mintAs(run, minting, { maker, scopes: [allowed.scope] });
  const credentials = minted && secretOf(run, minting, minted);
  if (!minted || !credentials) return unproven('other-refusal', minted && describeAnswer(minted));
  const armed = await call(run, allowed.read, credentials);
  if (!armed || !isAccepted(armed)) return unproven('not-armed', armed && describeAnswer(armed));
  const exchange = await call(run, denied.read, credentials);
  if (!exchange?.answer) return unproven('no-answer', exchange?.failure);
  if (exchange.answer.status === 403) return run.provedBy(minted, armed, exchange);
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `credentials made for \`${allowed.scope}\` to be refused where \`${denied.scope}\` is needed`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

const holds = ({ scopes }: Identity, scope: string): boolean =>
  scopes === undefined || scopes.includes(scope);

/** Somebody who may make credentials asks for a scope that he has not, after the same for one that he has. */
async function judgeEscalation(run: Run, minting: Minting): Promise<Verdict> {
  const needed = requiredScopes(minting.create);
  const limited = await run.callers.exact(minting.create);
  const wanted = readings(run, minting).find(
    ({ scope }) => !needed.some((own) => run.callers.implies(own, scope)),
  );
  if (!limited || !wanted || needed.length === 0)
    return unproven('needs-identity', 'one with only the needed scopes');
  const own = await mintAs(run, minting, { maker: limited, scopes: needed });
  if (!own || !isAccepted(own)) return unproven('not-armed', own && describeAnswer(own));
  const exchange = await mintAs(run, minting, { maker: limited, scopes: [wanted.scope] });
  if (!exchange?.answer) return unproven('no-answer', exchange?.failure);
  if (matchesStatus(exchange.answer.status, ['400', '403', '422'])) return run.provedBy(own, exchange);
  const credentials = secretOf(run, minting, exchange);
  const used = credentials && (await call(run, wanted.read, credentials));
  if (!used || !isAccepted(used)) return unproven('other-refusal', describeAnswer(used ?? exchange));
  return violated({
    expected: `a maker without \`${wanted.scope}\` to make no credentials that have it`,
    received: `credentials that read ${wanted.read.path}`,
    exchange: run.record(exchange),
  });
}

async function judgeRevoked(
  run: Run,
  { minting, maker, revoke }: Maker & { readonly revoke: Operation },
): Promise<Verdict> {
  const reading = readings(run, minting).find(({ scope }) => holds(maker, scope));
  const minted = reading && (await mintAs(run, minting, { maker, scopes: [reading.scope] }));
  const credentials = minted && secretOf(run, minting, minted);
  if (!reading || !credentials)
    return unproven('needs-identity', 'no read shows whether credentials are let in');
  const armed = await call(run, reading.read, credentials);
  if (!armed || !isAccepted(armed)) return unproven('not-armed', armed && describeAnswer(armed));
  const revoked = await revokeAs(run, { maker, revoke, minted });
  if (!revoked || !isAccepted(revoked)) return unproven('other-refusal', revoked && describeAnswer(revoked));
  const exchange = await call(run, reading.read, credentials);
  if (exchange?.answer?.status === 401) return run.provedBy(armed, revoked, exchange);
  if (!exchange || !isAccepted(exchange))
    return unproven('other-refusal', exchange && describeAnswer(exchange));
  return violated({
    expected: 'credentials that were revoked to be refused with 401',
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}

async function revokeAs(
  run: Run,
  {
    maker,
    revoke,
    minted,
  }: { readonly maker: Identity; readonly revoke: Operation; readonly minted: Exchange },
): Promise<Exchange | undefined> {
  const [id] = run.map.idsOf(revoke);
  const made = id && minted.answer && createdId(minted.draft.operation, minted.answer, id.parameter);
  if (!id || made === undefined) return undefined;
  const draft = draftFor(run, revoke, { identity: maker, path: new Map([[id.parameter, made]]) });
  return 'missing' in draft ? undefined : run.send(draft);
}

async function call(run: Run, read: Operation, credentials: Credentials): Promise<Exchange | undefined> {
  const identity = { name: 'minted', credentials };
  const draft = draftFor(run, read, { identity, path: new Map() });
  return 'missing' in draft ? undefined : run.send(draft);
}
