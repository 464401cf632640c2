import type { SecurityScheme } from '@plumbline/openapi';
import { obligationId } from '../obligation.ts';
import type { WrongCredentials } from '../plan/access.ts';
import { type Draft, type Flaw, withIdentity } from '../request/draft.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';

/** Credentials without form, a good secret under another scheme, and one in the query. */
export function wrongCredentialProbes(
  { run, draft }: Subject,
  flaw: (description: string) => Flaw,
): readonly (Probe | Skipped)[] {
  return ways.map(({ way, description, change }) => {
    const id = obligationId(draft.operation.id, 'A.badcred', way);
    const [scheme, another] = run.model.securitySchemes.filter(({ name }) =>
      Object.hasOwn(draft.credentials, name),
    );
    if (!scheme || another) return skipped(id, 'unsupported', 'not one secret alone is sent');
    const changed = change(withIdentity(draft, undefined), {
      scheme,
      secret: draft.credentials[scheme.name] ?? '',
      declared: run.model.securitySchemes,
    });
    return changed
      ? probe(id, changed, flaw(description))
      : skipped(id, 'unspecified', 'the description declares it');
  });
}

interface Secret {
  readonly scheme: SecurityScheme;
  readonly secret: string;
  /** Every scheme of the description: what one of them takes is right. */
  readonly declared: readonly SecurityScheme[];
}

interface Way {
  readonly way: WrongCredentials;
  readonly description: string;
  /** Undefined where it would not be wrong. */
  readonly change: (anonymous: Draft, secret: Secret) => Draft | undefined;
}

const ways: readonly Way[] = [
  {
    way: 'garbage',
    description: 'with credentials that have no form',
    change: (anonymous, { scheme }) => ({ ...anonymous, credentials: { [scheme.name]: '~' } }),
  },
  {
    way: 'other-scheme',
    description: 'with a good secret under another scheme',
    change: (anonymous, { scheme, secret, declared }) => {
      const isBasic = scheme.type === 'http' && scheme.scheme === 'basic';
      const other = isBasic ? 'bearer' : 'basic';
      if (declared.some(({ type, scheme: name }) => type === 'http' && name === other)) return undefined;
      const text = isBasic
        ? `Bearer ${secret.split(':')[1] ?? secret}`
        : `Basic ${btoa(`${latin(secret)}:`)}`;
      return { ...anonymous, headers: { ...anonymous.headers, authorization: text } };
    },
  },
  {
    way: 'in-query',
    description: 'with a good secret in the query',
    change: (anonymous, { scheme, secret, declared }) => {
      const isDeclared = declared.some(({ type, in: location }) => type === 'apiKey' && location === 'query');
      return isDeclared ? undefined : { ...anonymous, extraQuery: { [queryName(scheme)]: secret } };
    },
  },
];

/** The name that RFC 6750, section 2.3, gives to bearer tokens there; a key keeps its own. */
const queryName = ({ type, parameterName }: SecurityScheme): string =>
  type === 'apiKey' ? (parameterName ?? 'api_key') : 'access_token';

const latin = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?');
