import { type ObligationKind, obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { viewOf } from '../../resources/view.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { type Reason, unproven, type Verdict } from '../../verdict.ts';
import { type Change, changedNames, changesOf, draftObject } from './change.ts';
import { reflectionsIn, ruleEchoes, sentObject } from './echo.ts';
import {
  judgeImmutable,
  judgeKept,
  judgeRefused,
  judgeReplaced,
  judgeStored,
  type Updated,
} from './judge-update.ts';
import { judgeNeighbours, lookAgain, lookAround } from './neighbours.ts';
import { proveReadOnly } from './read-only.ts';
import { sendRefused } from './refused.ts';
import { atRichest, moved } from './richest-item.ts';
import { objectIn, type Sight, see } from './sight.ts';

const kinds = [
  'L.update-get',
  'L.patch-partial',
  'L.replace',
  'L.immutable',
  'L.isolated',
  'L.nofx',
] as const satisfies readonly ObligationKind[];

/** Changes sent until one is accepted; each may be refused for a rule that no schema states. */
const maxChanges = 3;

/** One change of what can be seen: looked at before, after the same change was refused, and after it was accepted. */
export async function proveUpdated(run: Run, accepted: readonly Exchange[]): Promise<void> {
  const [first] = accepted;
  const operation = first?.draft.operation;
  if (!first || !operation || !['PATCH', 'PUT'].includes(operation.method)) return;
  ruleEchoes(run, { operation, view: viewOf(run.model, operation) }, reflectionsIn(accepted));
  const isWanted = [...kinds, 'Q.readonly' as const].some((kind) => run.ledger.hasKind(operation.id, kind));
  if (!isWanted) return;
  const richest = await atRichest(run, first.draft);
  await proveChange(run, richest, accepted);
  if (richest !== first.draft) await proveKept(run, first.draft, accepted);
}

/** A change of the item that was changed before: what it has may be what the richest one lacks. */
async function proveKept(run: Run, draft: Draft, accepted: readonly Exchange[]): Promise<void> {
  if (!run.ledger.has(obligationId(draft.operation.id, 'L.patch-partial'))) return;
  const before = await see(run, draft);
  const changes = before
    ? changesOf(run, { drafts: accepted.map((exchange) => exchange.draft), seen: before })
    : [];
  const made = before && (await makeChange(run, { changes: changes.slice(0, 1), seen: before }));
  const after = made && (await see(run, draft));
  if (!made || !before || !after) return;
  const updated = { ...made, before, after };
  rule(run, 'L.patch-partial', updated, judgeKept(run, updated));
}

async function proveChange(run: Run, draft: Draft, accepted: readonly Exchange[]): Promise<void> {
  const { id } = draft.operation;
  const before = await see(run, draft);
  if (!before) return leave(run, id, 'not-seen', 'what it changes could not be read');
  const drafts = accepted.map((exchange) => moved(exchange.draft, draft));
  const changes = changesOf(run, { drafts, seen: before }).slice(0, maxChanges);
  const around = await lookAround(run, draft);
  const refused = changes[0] ? await refuse(run, changes[0], drafts) : [];
  const unchanged = refused.length > 0 ? await see(run, draft) : undefined;
  const made = await makeChange(run, { changes, seen: before });
  const after = made && (await see(run, draft));
  if (!made || !after) return leave(run, id, 'no-contrast', 'no change was accepted that could be seen');
  const updated: Updated = { ...made, before: unchanged ?? before, after };
  rule(run, 'L.nofx', updated, judgeRefused(run, { ...made, before, unchanged, refused }));
  ruleUpdate(run, updated, accepted);
  if (around) rule(run, 'L.isolated', updated, judgeNeighbours(run, around, await lookAgain(run, draft)));
  await proveReadOnly(run, updated);
}

function ruleUpdate(run: Run, updated: Updated, accepted: readonly Exchange[]): void {
  rule(run, 'L.update-get', updated, judgeStored(run, updated));
  for (const step of [...stepsOf(accepted), updated])
    rule(run, 'L.patch-partial', updated, judgeKept(run, step));
  rule(run, 'L.replace', updated, judgeReplaced(run, updated));
  rule(run, 'L.immutable', updated, judgeImmutable(run, updated));
}

function rule(run: Run, kind: ObligationKind, { change }: Updated, verdict: Verdict): void {
  run.ledger.rule(obligationId(change.draft.operation.id, kind), verdict);
}

/** The changes that were accepted one after the other, each between the answer before and its own. */
function stepsOf(accepted: readonly Exchange[]): readonly Updated[] {
  const answers = accepted.flatMap((answer) => {
    const [body, value] = [sentObject(answer), objectIn(answer)];
    return body && value ? [{ answer, body, sight: { exchange: answer, value } }] : [];
  });
  return answers.slice(1).flatMap(({ answer, body, sight }, index) => {
    const before = answers[index]?.sight;
    const change = { draft: answer.draft, body, names: [] };
    return before ? [{ change, answer, before, after: sight }] : [];
  });
}

const refuse = (
  run: Run,
  { draft, names }: Change,
  drafts: readonly Draft[],
): Promise<readonly Exchange[]> => {
  const others = drafts.map(draftObject).filter((body) => body !== undefined);
  const isWanted = run.ledger.has(obligationId(draft.operation.id, 'L.nofx'));
  return isWanted ? sendRefused(run, { draft, mustKeep: names, others }) : Promise.resolve([]);
};

interface Making {
  readonly changes: readonly Change[];
  readonly seen: Sight;
}

/** The first change that is accepted, with what it said in the end. */
async function makeChange(
  run: Run,
  { changes, seen }: Making,
): Promise<{ readonly change: Change; readonly answer: Exchange; readonly isFirst: boolean } | undefined> {
  for (const [index, { draft }] of changes.entries()) {
    const answer = await run.send(draft);
    const body = isAccepted(answer) ? sentObject(answer) : undefined;
    const names = body ? changedNames(run, { draft, body }, seen) : [];
    if (body && names.length > 0) return { change: { draft, body, names }, answer, isFirst: index === 0 };
  }
  return undefined;
}

function leave(run: Run, operation: string, reason: Reason, detail: string): void {
  for (const kind of kinds) run.ledger.rule(obligationId(operation, kind), unproven(reason, detail));
}
