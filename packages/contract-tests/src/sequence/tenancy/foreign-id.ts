import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import type { ForeignId } from '../../plan/tenancy.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import { knownPath } from '../../resources/resolve-path.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { isJsonObject, property, sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Border } from './border.ts';
import { lookAtForeign, type OwnersSight } from './look-at-foreign.ts';

/** What came of a request with the id of another tenant's thing. */
export interface ForeignAttempt {
  readonly verdict: Verdict;
  readonly exchange: Exchange | undefined;
}

/** The accepted request with another tenant's id and everything below it; then the owner looks whether all is as it was. */
export async function judgeForeignId(border: Border, foreign: ForeignId): Promise<ForeignAttempt> {
  const { run, abroad, accepted } = border;
  const { operation } = accepted.draft;
  const theirs = await findTheirs(border, foreign);
  if (!theirs) {
    const verdict = unproven(
      'no-producer',
      `nothing of another ${tenantWord(border)} is known for \`${foreign.parameter}\``,
    );
    return { verdict, exchange: undefined };
  }
  const thing = { operation, foreign, theirs };
  const before = isWrite(foreign) ? await lookAtForeign(abroad, thing) : undefined;
  const exchange = await run.send(trespass(border, foreign, theirs));
  if (isAccepted(exchange)) return { verdict: breach(border, exchange), exchange };
  const refusal = judgeRefusal(border, exchange);
  if (refusal) return { verdict: refusal, exchange };
  const after = await lookAtForeign(abroad, thing);
  return { verdict: after ? judgeSight(border, exchange, { before, after }) : unarmed(operation), exchange };
}

const isWrite = ({ kind }: ForeignId): boolean => kind === 'T.write' || kind === 'T.delete';

const tenantWord = ({ run }: Border): string => run.model.behaviours.tenancy?.tenant ?? 'tenant';

const foreignStatus = ({ run }: Border): string => run.model.behaviours.tenancy?.foreign ?? 'unspecified';

/** Another tenant's ids for the whole path. Only what the run made there is put at risk of being changed. */
async function findTheirs({ abroad, accepted }: Border, { kind }: ForeignId) {
  const isHarmless = kind === 'T.read' || kind === 'T.create-parent';
  const needsOwn = !isHarmless && abroad.settings.destructive !== true;
  return knownPath(abroad, accepted.draft.operation, { needsOwn });
}

/** The ids before the one in question stay the caller's own. */
function trespass(border: Border, { parameter }: ForeignId, theirs: ReadonlyMap<string, unknown>): Draft {
  const { run, accepted } = border;
  const names = run.map.idsOf(accepted.draft.operation).map((id) => id.parameter);
  const foreign = new Set(names.slice(names.indexOf(parameter)));
  const { draft } = accepted;
  const changed = draft.operation.parameters.reduce(
    (next, declared) =>
      declared.in === 'path' && foreign.has(declared.name)
        ? withValue(next, declared, theirs.get(declared.name))
        : next,
    draft,
  );
  const declared = foreignStatus(border);
  return {
    ...changed,
    key: draft.key === 'none' ? 'none' : 'fresh',
    flaw: {
      description: `with a ${parameter} of another ${tenantWord(border)}`,
      refusals: declared === 'unspecified' ? hidden : [declared],
      breaches: ['2XX'],
    },
  };
}

/** Statuses that say: not there, or not yours. */
const hidden = ['404', '403', '410'];

/** A refusal that is not the declared one; undefined where it is right. */
function judgeRefusal(border: Border, exchange: Exchange): Verdict | undefined {
  const { answer, failure } = exchange;
  if (!answer) return unproven('no-answer', failure);
  const declared = foreignStatus(border);
  if (matchesStatus(answer.status, declared === 'unspecified' ? hidden : [declared])) return undefined;
  return matchesStatus(answer.status, hidden)
    ? breach(border, exchange)
    : unproven('other-refusal', describeAnswer(exchange));
}

function breach(border: Border, exchange: Exchange): Verdict {
  const declared = foreignStatus(border);
  const status = declared === 'unspecified' ? '' : ` with ${declared}`;
  return violated({
    expected: `a request ${exchange.draft.flaw?.description ?? ''} to be refused${status}`,
    received: describeAnswer(exchange),
    exchange: border.run.record(exchange),
  });
}

interface Sights {
  /** Undefined where nothing was at risk. */
  readonly before: OwnersSight | undefined;
  readonly after: OwnersSight;
}

/** A refusal proves something where the owner finds the thing, and finds it as it was. */
function judgeSight(border: Border, refused: Exchange, { before, after }: Sights): Verdict {
  const { run } = border;
  const wasThere = before === undefined || before.item !== undefined;
  if (!wasThere || (after.item === undefined && before === undefined)) {
    return unproven('not-armed', `its owner does not find it either: ${describeAnswer(after.exchange)}`);
  }
  if (after.item === undefined) {
    return violated({
      expected: 'what was refused to a stranger to be there still',
      received: `its owner does not find it: ${describeAnswer(after.exchange)}`,
      exchange: run.record(refused),
    });
  }
  const changed = takenOver(refused.draft, before?.item, after.item);
  if (changed === undefined) return run.provedBy(refused, after.exchange);
  return violated({
    expected: 'what was refused to a stranger to be as it was',
    received: `its owner finds the \`${changed}\` of the refused request`,
    exchange: run.record(refused),
  });
}

/** A property that was another before and is what the refused request asked for; others may change by themselves. */
function takenOver({ body }: Draft, before: unknown, after: unknown): string | undefined {
  if (body?.kind !== 'value' || !isJsonObject(body.value) || !isJsonObject(before)) return undefined;
  return Object.entries(body.value).find(
    ([name, asked]) => !sameJson(property(before, name), asked) && sameJson(property(after, name), asked),
  )?.[0];
}

const unarmed = ({ id }: Operation): Verdict =>
  unproven('not-armed', `nothing shows its owner what ${id} works on`);
