import type { Place } from '@plumbline/openapi';

/**
 * The kinds of promise that a black-box test can prove. The letter is the class: R response, Q request,
 * A access, T tenancy, P problem, L life cycle, G pagination, I idempotency, X rate limit, O other.
 */
export const obligationKinds = {
  'R.status': 'a declared status is reached',
  'R.undeclared': 'no other status is answered',
  'R.5xx': 'no request makes the server fail',
  'R.media': 'answers have a declared media type',
  'R.body': 'bodies are valid',
  'R.header': 'headers are there and valid',
  'Q.accept': 'a legal value is accepted',
  'Q.reject': 'an illegal value is refused',
  'Q.malformed': 'a malformed body is refused',
  'Q.media': 'a body of another media type is refused',
  'Q.method': 'another method is refused and the allowed ones are named',
  'Q.acceptHeader': 'a request for another media type is refused',
  'A.anon': 'a request without credentials is refused',
  'A.badcred': 'a request with invented credentials is refused',
  'A.revoked': 'revoked credentials are refused',
  'A.public': 'a public operation asks for no credentials',
  'A.alt': 'each alternative of credentials is taken',
  'A.scope.deny': 'all scopes but the needed one do not suffice',
  'A.scope.allow': 'the needed scopes suffice',
  'A.role.deny': 'another role does not suffice',
  'T.read': 'what another tenant owns is not shown',
  'T.write': 'what another tenant owns is not changed',
  'T.delete': 'what another tenant owns is not deleted',
  'T.create-parent': 'nothing is added to what another tenant owns',
  'T.list': 'lists hold nothing of another tenant',
  'T.uniform': 'an id of another tenant is answered as one that was never issued',
  'P.status': 'a problem names the status of its answer',
  'P.type': 'a problem has a type and a title',
  'P.leak': 'no answer shows the inside of the server',
  'L.unknown': 'an id that was never issued is not found',
  'L.malformed': 'a malformed id is refused',
  'L.create-get': 'what was created can be read',
  'L.delete-get': 'what was deleted is gone',
  'L.create-list': 'what was created is in the list',
  'L.echo': 'a property comes back as it was sent',
  'L.unique-id': 'each thing has an id of its own',
  'L.location': 'Location leads to what was created',
  'L.secret-once': 'a secret is shown once',
  'L.update-get': 'what was changed reads as it was sent',
  'L.patch-partial': 'a change leaves alone what it does not name',
  'L.replace': 'a replacement leaves nothing of what it does not name',
  'L.immutable': 'the id and the time of creation stay',
  'L.isolated': 'a write changes nothing beside what it names',
  'L.nofx': 'a refused write has no effect',
  'L.delete-list': 'what was deleted is not listed',
  'L.idem-method': 'deleting twice is as deleting once',
  'L.parent': 'an item is found below its own parent only',
  'L.action': 'an action has its declared effect',
  'L.safe': 'reading changes nothing',
  'L.filter': 'a filter keeps only what matches it',
  'L.sort': 'a list is in the order that was asked for',
  'Q.default': 'what is left out has its default',
  'Q.readonly': 'what is for reading only cannot be written',
  'O.link': 'a link leads to an operation that takes its values',
  'G.default': 'a page without a chosen size has the declared one',
  'G.limit': 'a page holds no more items than asked for',
  'G.more': 'a page says truly whether another follows',
  'G.total': 'the total agrees with the items',
  'G.complete': 'walking the pages loses no item',
  'G.nodup': 'walking the pages gives no item twice',
  'G.terminate': 'walking the pages comes to an end',
  'G.order': 'the same call gives the same order',
  'G.invariant': 'pages of every size give the same order',
  'G.cursor': 'the next page is named exactly where one follows',
  'G.filter': 'a filter holds on every page',
  'G.tenant': 'the cursor of one tenant shows another nothing of it',
  'G.writes': 'what stands during a walk comes once, whatever is added and deleted',
  'G.badcursor': 'an invented cursor is refused',
  'I.same': 'the same key gives the same answer again',
  'I.once': 'requests under one key have one effect',
  'I.distinct': 'another key makes another resource',
  'I.optional': 'a request without a key is accepted',
  'I.scope.op': 'a key of another operation is free',
  'I.scope.path': 'a key of another item is free',
  'I.scope.tenant': 'a key of another tenant is free',
  'I.scope.principal': 'a key of another caller is free',
  'I.mismatch': 'the same key with another body is refused',
  'I.concurrent': 'two requests at once under one key have one effect',
  'I.failed': 'a passing refusal is not kept under its key',
  'I.ttl': 'an answer is kept as long as declared and no longer',
  'X.headers': 'answers carry the rate-limit headers',
  'X.limit': 'the limit is that of a declared policy',
  'X.floor': 'what remains lies between 0 and the limit',
  'X.reset': 'the window ends soon, in the declared unit',
  'X.decrement': 'each request lowers what remains',
  'X.block': 'requests beyond the limit are refused',
  'X.fair': 'no request within the limit is refused',
  'X.retry-after': 'a refusal tells when to come back',
  'X.recover': 'whoever comes back then is served',
  'X.partition': 'others have limits of their own',
  'X.share': 'callers of one tenant share its limit',
  'X.nofx': 'a write refused by the limit has no effect',
  'X.problem': 'a refusal by the limit is a problem',
  'O.example': 'an example of a request body is accepted',
} as const satisfies Readonly<Record<string, string>>;

export type ObligationKind = keyof typeof obligationKinds;

/** One thing the description promises that a black-box test can prove. */
export interface Obligation {
  /** Stable and sortable: `createToken:Q.reject/body/name/maxLength`. */
  readonly id: string;
  readonly kind: ObligationKind;
  /** The operation's id. */
  readonly operation: string;
  /** `should`: a breach is reported and fails nothing. */
  readonly level: 'must' | 'should';
  /** Who promised it: the description, its behaviours, or HTTP itself. */
  readonly source: 'openapi' | 'x-contract' | 'http';
  /** The promise in one sentence. */
  readonly claim: string;
  /** Where the description promises it. */
  readonly place: Place;
  /**
   * What of the operation it is about; coverage is counted by it.
   *
   * @default undefined: the operation as a whole
   */
  readonly subject?: Subject;
}

/** A part of an operation. A property with a status stands in that answer's body, one without in the request's. */
export interface Subject {
  /** As declared: `404`, `4XX`, `default`. */
  readonly status?: string;
  /** Where a parameter travels and its name: `query/limit`. */
  readonly parameter?: string;
  /** JSON Pointer into a body, `*` for any item of an array: `/tags/*`. */
  readonly property?: string;
  /** The keyword of JSON Schema that is kept or broken. */
  readonly keyword?: string;
  /** The alternative of `security`: the names of its schemes, joined by ` + `. */
  readonly security?: string;
}

/** Builds the id of an obligation; `parts` tell obligations of one kind and operation apart. */
export function obligationId(operation: string, kind: ObligationKind, ...parts: readonly string[]): string {
  return [`${operation}:${kind}`, ...parts].join('/');
}
