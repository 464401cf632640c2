import { declares } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { undeclaredMethod } from '../plan/requests.ts';
import { withoutBody } from '../request/draft.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';

/** A method the path does not have; a media type nobody has. */
export function httpProbes(subject: Subject): readonly (Probe | Skipped)[] {
  return [otherMethod(subject), ...(subject.draft.operation.method === 'GET' ? [otherAccept(subject)] : [])];
}

function otherMethod({ run, draft }: Subject): Probe | Skipped {
  const { operation } = draft;
  const id = obligationId(operation.id, 'Q.method');
  if (run.settings.safe) return skipped(id, 'needs-write');
  const method = undeclaredMethod(run.map, operation);
  if (method === undefined) return skipped(id, 'vague', 'the path has every method that may be tried');
  return probe(
    id,
    { ...withoutBody(draft), method },
    {
      description: `by ${method}`,
      refusals: ['405'],
      breaches: ['2XX'],
    },
  );
}

function otherAccept({ draft }: Subject): Probe {
  const { operation } = draft;
  const id = obligationId(operation.id, 'Q.acceptHeader');
  return probe(
    id,
    { ...draft, headers: { ...draft.headers, accept: 'application/x-plumbline' } },
    {
      description: 'for a media type that is not declared',
      refusals: ['406'],
      // HTTP lets a server answer in another type than asked for; only a declared 406 promises more.
      breaches: declares(operation, 406) ? ['2XX'] : [],
    },
  );
}
