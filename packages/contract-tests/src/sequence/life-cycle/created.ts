import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import { requestProperties } from '../../plan/body-properties.ts';
import { echoedIn } from '../../plan/echoed-properties.ts';
import { itemProperties } from '../../plan/filters.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type Reflection, reflectionsIn, ruleEchoes, sentObject } from './echo.ts';
import { findInList } from './find-in-list.ts';
import { isInitial } from './initial.ts';
import { judgeLocation } from './location.ts';
import { describeMade, type Made } from './made.ts';
import { proveRefusedCreate } from './refused-create.ts';
import { judgeSecrets } from './secret-once.ts';
import { type Listing, list, objectIn, readAt } from './sight.ts';

/** What was made by the accepted requests: read once, listed once, and held against what was sent. */
export async function proveCreated(run: Run, accepted: readonly Exchange[]): Promise<void> {
  const richest = accepted.toSorted((one, other) => telling(run, other) - telling(run, one))[0];
  if (!richest || !run.map.isCreate(richest.draft.operation)) return;
  const { operation } = richest.draft;
  const made = describeMade(run, richest);
  const isWanted = (kind: ObligationKind) => run.ledger.hasKind(operation.id, kind);
  const rule = (kind: ObligationKind, verdict: Verdict) =>
    run.ledger.rule(obligationId(operation.id, kind), verdict);
  rule('L.unique-id', judgeUnique(run, accepted));
  const read = readKinds.some(isWanted) ? await readMade(run, made) : undefined;
  if (isWanted('L.create-get')) rule('L.create-get', judgeRead(run, made, read));
  if (isWanted('L.location')) rule('L.location', await judgeLocation(run, { ...made, read }));
  const refused = isWanted('L.nofx') ? await proveRefusedCreate(run, made) : undefined;
  const listing = listKinds.some(isWanted) ? await list(run, made.collection, made.parents) : undefined;
  if (isWanted('L.create-list')) rule('L.create-list', await judgeListed(run, made, listing));
  if (refused) rule('L.nofx', refused.judge(listing));
  const reflections = [...reflectionsIn(accepted), ...readReflection(richest, read)];
  const listed = listing ? listedReflections(run, accepted, listing) : [];
  ruleEchoes(run, { operation, view: made.view }, [...reflections, ...listed]);
  judgeSecrets(run, richest, [read, listing?.exchange]);
}

const readKinds = ['L.create-get', 'L.echo', 'L.location', 'L.secret-once'] as const;
const listKinds = ['L.create-list', 'L.nofx', 'L.secret-once'] as const;

function readReflection(created: Exchange, read: Exchange | undefined): readonly Reflection[] {
  const value = read && isAccepted(read) ? objectIn(read) : undefined;
  const sent = sentObject(created);
  return read && value && sent ? [{ sent, shown: { exchange: read, value }, isRead: true }] : [];
}

/** Each thing that was made as the list shows it, which costs no further request. */
function listedReflections(
  run: Run,
  accepted: readonly Exchange[],
  { exchange, items }: Listing,
): readonly Reflection[] {
  const { definitions } = run.bench;
  return accepted.flatMap((created): readonly Reflection[] => {
    const requested = requestProperties(created.draft.operation, definitions);
    const shown = echoedIn(requested, [itemProperties(exchange.draft.operation, definitions)], definitions);
    const value = items.get(describeMade(run, created).id ?? '');
    const sent = sentObject(created);
    const names = new Set(shown.map(({ name }) => name));
    return value && sent ? [{ sent, shown: { exchange, value }, isRead: false, names }] : [];
  });
}

/** How many properties it sent that a server which loses them would not show by itself. */
function telling(run: Run, exchange: Exchange): number {
  const properties = requestProperties(exchange.draft.operation, run.bench.definitions);
  return Object.entries(sentObject(exchange) ?? {}).filter(
    ([name, value]) => !isInitial(value, properties.get(name) ?? []),
  ).length;
}

const readMade = async (run: Run, { view, id, parents }: Made): Promise<Exchange | undefined> =>
  view && id !== undefined ? readAt(run, view, [...parents, id]) : undefined;

function judgeRead(run: Run, { created, id }: Made, read: Exchange | undefined): Verdict {
  const { operation } = created.draft;
  if (id === undefined) return unproven('no-producer', 'the answer tells no id');
  if (!read) return unproven('needs-credentials');
  if (isAccepted(read)) return judgeId(run, { created, id, read });
  const isMissing = matchesStatus(read.answer?.status ?? 0, ['404', '410']);
  if (!isMissing) return unproven('other-refusal', describeAnswer(read));
  if (mayAppearLater(operation)) return unproven('unspecified', 'it may become visible later');
  return violated({
    expected: `what ${operation.id} created to be readable`,
    received: describeAnswer(read),
    exchange: run.record(read),
  });
}

/** What is read under an id names itself by it, where it did so when it was made. */
function judgeId(
  run: Run,
  { created, id, read }: { readonly created: Exchange; readonly id: string; readonly read: Exchange },
): Verdict {
  const names = Object.entries(objectIn(created) ?? {}).flatMap(([name, value]) =>
    String(value) === id ? [name] : [],
  );
  const shown = objectIn(read);
  const name = names.find((candidate) => shown?.[candidate] !== undefined);
  if (name === undefined || String(shown?.[name]) === id) return run.provedBy(created, read);
  return violated({
    expected: `\`${name}\` to be ${id}, as when it was made`,
    received: String(shown?.[name]),
    exchange: run.record(read),
  });
}

const mayAppearLater = ({ behaviours }: Operation): boolean => (behaviours.resource?.visibleMs ?? 0) > 0;

async function judgeListed(run: Run, made: Made, listing: Listing | undefined): Promise<Verdict> {
  const { operation } = made.created.draft;
  if (made.id === undefined) return unproven('no-producer', 'the answer tells no id');
  if (!listing) return unproven('not-seen', 'the list could not be read');
  const found = await findInList(run, { ...made, id: made.id, listing });
  if (found === 'found') return run.provedBy(made.created, listing.exchange);
  if (found === 'unknown') return unproven('needs-budget', 'the list is long');
  if (mayAppearLater(operation)) return unproven('unspecified', 'it may become visible later');
  return violated({
    expected: `${made.id}, which ${operation.id} created, to be in the list`,
    received: `a list without it`,
    exchange: run.record(listing.exchange),
  });
}

/** Of those that made something new: a replay, or an answer that says that the thing was there, tells the old id. */
function judgeUnique(run: Run, accepted: readonly Exchange[]): Verdict {
  const made = accepted
    .filter(({ answer }) => answer?.status === 201)
    .map((exchange) => describeMade(run, exchange));
  const known = made.filter(({ id }) => id !== undefined);
  if (known.length < 2) return unproven('needs-items', 'fewer than two were made');
  const twice = known.find(({ id }, index) => known.findIndex((other) => other.id === id) < index);
  if (!twice) return run.provedBy(...known.slice(0, 2).map(({ created }) => created));
  return violated({
    expected: 'an id of its own for each thing that is made',
    received: `${twice.id} again`,
    exchange: run.record(twice.created),
  });
}
