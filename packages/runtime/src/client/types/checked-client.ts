import type { Api, CheckedCallMethod, Given } from './calls.ts';
import type { SharedCalls } from './typed-client.ts';

/**
 * A client that has credentials for some security schemes: an operation that needs others does not compile. Not
 * checked are `request`, `paginate` and `stream`, which ask the server.
 */
export interface CheckedClient<Types extends Api, Schemes, Gives extends Given = 'result'>
  extends SharedCalls<Types, Gives> {
  readonly GET: CheckedCallMethod<Types['calls']['GET'], Gives, Schemes>;
  readonly PUT: CheckedCallMethod<Types['calls']['PUT'], Gives, Schemes>;
  readonly POST: CheckedCallMethod<Types['calls']['POST'], Gives, Schemes>;
  readonly DELETE: CheckedCallMethod<Types['calls']['DELETE'], Gives, Schemes>;
  readonly OPTIONS: CheckedCallMethod<Types['calls']['OPTIONS'], Gives, Schemes>;
  readonly HEAD: CheckedCallMethod<Types['calls']['HEAD'], Gives, Schemes>;
  readonly PATCH: CheckedCallMethod<Types['calls']['PATCH'], Gives, Schemes>;
  readonly TRACE: CheckedCallMethod<Types['calls']['TRACE'], Gives, Schemes>;
  readonly QUERY: CheckedCallMethod<Types['calls']['QUERY'], Gives, Schemes>;
}
