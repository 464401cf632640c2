import type { Around } from './neighbours.ts';
import type { Sight } from './sight.ts';

/** What a request that can be made once works on, before it is made. */
export interface Watched {
  /** Before the refusals. */
  readonly before: Sight | undefined;
  /** After them, and before the request that is accepted. */
  readonly still: Sight | undefined;
  readonly around: Around | undefined;
}
