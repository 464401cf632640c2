import type { LentTarget } from '../../packages/contract-tests/src/faults/index.ts';
import { baseUrl, identities, noon } from '../../packages/contract-tests/test/load-shelf.ts';
import { Shelf } from '../../packages/contract-tests/test/shelf/shelf.ts';

/** So many requests in a window, that using it up does not take long. */
const quota = 120;

/** A new library, whose clock the tests may move. */
export function lendShelf(): LentTarget {
  let now = noon;
  const advance = async (ms: number) => {
    now += ms;
  };
  const { fetch } = new Shelf({ now: () => now, quota });
  return { fetch, baseUrl, tests: { identities, now: () => now, sleep: advance, clock: { advance }, quota } };
}
