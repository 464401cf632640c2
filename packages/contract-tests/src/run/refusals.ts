import { matchesStatus } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import type { Probe, Skipped } from '../probe/probe.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';
import { type Exchange, isAccepted } from './exchange-record.ts';
import { inParallel } from './parallel.ts';
import { describeAnswer, problemType, type Run } from './run.ts';

/** Probes that were sent; what a refusal proves shows when it is known whether it was armed. */
export interface Refusals {
  /** Whether one was accepted all the same: what the request works on may be another now, or gone. */
  readonly hasAccepted: boolean;
  /** `base`: the request without the flaw; undefined where none was accepted, and `why`. */
  settle(base: Exchange | undefined, why?: string): void;
}

/** Sends probes, each once. A flawed request that was accepted needs no arming and is told at once. */
export async function sendProbes(run: Run, plans: readonly (Probe | Skipped)[]): Promise<Refusals> {
  const wanted = plans.filter(({ obligation }) => run.ledger.has(obligation));
  for (const plan of wanted) {
    if ('reason' in plan) run.ledger.rule(plan.obligation, unproven(plan.reason, plan.detail));
  }
  const probes = wanted.filter((plan): plan is Probe => 'draft' in plan);
  const sent = await inParallel(probes, run.settings.concurrency, async (probe) => {
    const exchange = await run.send(probe.draft);
    run.probed.set(probe.obligation, exchange);
    if (isAccepted(exchange)) run.ledger.rule(probe.obligation, judgeAccepted(run, { probe, exchange }));
    rememberScopeProblem(run, { probe, exchange });
    return { probe, exchange };
  });
  return {
    hasAccepted: sent.some(({ exchange }) => isAccepted(exchange)),
    settle(base, why) {
      for (const { probe, exchange } of sent) {
        if (isAccepted(exchange)) continue;
        const isArmed = base !== undefined && probe.isArmedByBase;
        run.ledger.rule(
          probe.obligation,
          isArmed ? judgeRefused(run, { probe, exchange }) : unproven('not-armed', why),
        );
      }
    },
  };
}

/** By it, a refusal for want of a scope is told from one for another reason. */
function rememberScopeProblem(run: Run, { probe, exchange }: Sent): void {
  const { operation } = probe.draft;
  const type = problemType(exchange);
  const isAboutScope = probe.obligation.startsWith(obligationId(operation.id, 'A.scope.deny'));
  if (isAboutScope && type !== undefined && exchange.answer?.status === 403) {
    run.scopeProblems.add(type);
  }
}

interface Sent {
  readonly probe: Probe;
  readonly exchange: Exchange;
}

function judgeAccepted(run: Run, sent: Sent): Verdict {
  const mayBeIgnored = sent.probe.draft.flaw.breaches.length === 0;
  return mayBeIgnored ? unproven('unspecified', 'a server may ignore it') : breach(run, sent);
}

function judgeRefused(run: Run, { probe, exchange }: Sent): Verdict {
  const { answer, failure } = exchange;
  const { refusals, breaches } = probe.draft.flaw;
  if (!answer) return unproven('no-answer', failure);
  if (matchesStatus(answer.status, breaches)) return breach(run, { probe, exchange });
  if (!matchesStatus(answer.status, refusals)) return unproven('other-refusal', describeAnswer(exchange));
  const lacksAllow = answer.status === 405 && answer.headers.get('allow') === null;
  return lacksAllow ? breach(run, { probe, exchange }, ' and Allow') : run.provedBy(exchange);
}

function breach(run: Run, { probe, exchange }: Sent, also = ''): Verdict {
  const { description, refusals } = probe.draft.flaw;
  return violated({
    expected: `a request ${description} to be refused with ${[...new Set(refusals)].join(' or ')}${also}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
