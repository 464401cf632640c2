import type { Pager } from '../paging/pager.ts';
import type { Api, BarePath, CheckedCallMethod, Given, Init, Part, Permitted, ReadAs } from './calls.ts';
import type { ParseAs } from './options.ts';
import type { AnyMethod, CallAt, CallsOf, MiddlewareCalls, PagesOf, StreamsOf } from './typed-client.ts';

/** A client that has credentials for some security schemes: an operation that needs others does not compile. */
export interface CheckedClient<Types extends Api, Schemes, Gives extends Given = 'result'>
  extends MiddlewareCalls {
  readonly GET: CheckedCallMethod<Types['calls']['GET'], Gives, Schemes>;
  readonly PUT: CheckedCallMethod<Types['calls']['PUT'], Gives, Schemes>;
  readonly POST: CheckedCallMethod<Types['calls']['POST'], Gives, Schemes>;
  readonly DELETE: CheckedCallMethod<Types['calls']['DELETE'], Gives, Schemes>;
  readonly OPTIONS: CheckedCallMethod<Types['calls']['OPTIONS'], Gives, Schemes>;
  readonly HEAD: CheckedCallMethod<Types['calls']['HEAD'], Gives, Schemes>;
  readonly PATCH: CheckedCallMethod<Types['calls']['PATCH'], Gives, Schemes>;
  readonly TRACE: CheckedCallMethod<Types['calls']['TRACE'], Gives, Schemes>;
  readonly QUERY: CheckedCallMethod<Types['calls']['QUERY'], Gives, Schemes>;
  readonly request: CheckedCallByMethod<Types, Gives, Schemes>;
  readonly paginate: CheckedPaginate<Types, Schemes>;
  readonly stream: CheckedStream<Types, Schemes>;
}

/** `request` of a client that has credentials for some security schemes only. */
export interface CheckedCallByMethod<Types extends Api, Gives extends Given, Schemes> {
  <Name extends AnyMethod<Types>, Path extends keyof CallsOf<Types, Name>, As extends ParseAs = 'json'>(
    method: Name,
    path: Permitted<CallsOf<Types, Name>[Path], Schemes, Path>,
    init: Init<CallsOf<Types, Name>[Path], As>,
  ): Promise<ReadAs<Part<CallsOf<Types, Name>[Path], Gives>, As>>;
  <Name extends AnyMethod<Types>, Path extends keyof CallsOf<Types, Name>>(
    method: Name,
    path: Permitted<CallsOf<Types, Name>[Path], Schemes, BarePath<CallsOf<Types, Name>[Path], Path>>,
  ): Promise<Part<CallsOf<Types, Name>[Path], Gives>>;
}

/** `paginate` of a client that has credentials for some security schemes only. */
export interface CheckedPaginate<Types extends Api, Schemes> {
  <Path extends keyof PagesOf<Types, 'GET'>>(
    path: Permitted<CallAt<Types, 'GET', Path>, Schemes, Path>,
    init: Init<CallAt<Types, 'GET', Path>>,
  ): Pager<PagesOf<Types, 'GET'>[Path]>;
  <Path extends keyof PagesOf<Types, 'GET'>>(
    path: Permitted<CallAt<Types, 'GET', Path>, Schemes, BarePath<CallAt<Types, 'GET', Path>, Path>>,
  ): Pager<PagesOf<Types, 'GET'>[Path]>;
  <Name extends keyof Types['pages'] & string, Path extends keyof PagesOf<Types, Name>>(
    method: Name,
    path: Permitted<CallAt<Types, Name, Path>, Schemes, Path>,
    init: Init<CallAt<Types, Name, Path>>,
  ): Pager<PagesOf<Types, Name>[Path]>;
}

/** `stream` of a client that has credentials for some security schemes only. */
export interface CheckedStream<Types extends Api, Schemes> {
  <Path extends keyof StreamsOf<Types, 'GET'>>(
    path: Permitted<CallAt<Types, 'GET', Path>, Schemes, Path>,
    init: Init<CallAt<Types, 'GET', Path>>,
  ): AsyncGenerator<StreamsOf<Types, 'GET'>[Path], undefined>;
  <Path extends keyof StreamsOf<Types, 'GET'>>(
    path: Permitted<CallAt<Types, 'GET', Path>, Schemes, BarePath<CallAt<Types, 'GET', Path>, Path>>,
  ): AsyncGenerator<StreamsOf<Types, 'GET'>[Path], undefined>;
  <Name extends keyof Types['streams'] & string, Path extends keyof StreamsOf<Types, Name>>(
    method: Name,
    path: Permitted<CallAt<Types, Name, Path>, Schemes, Path>,
    init: Init<CallAt<Types, Name, Path>>,
  ): AsyncGenerator<StreamsOf<Types, Name>[Path], undefined>;
}
