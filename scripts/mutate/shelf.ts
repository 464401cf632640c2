import type { LentTarget } from '../../packages/contract-tests/src/faults/index.ts';
import { baseUrl, identities, noon } from '../../packages/contract-tests/test/load-shelf.ts';
import { Shelf } from '../../packages/contract-tests/test/shelf/shelf.ts';

/** A new library, whose clock the tests may move. */
export function lendShelf(): LentTarget {
  let now = noon;
  const advance = async (ms: number) => {
    now += ms;
  };
  const { fetch } = new Shelf({ now: () => now });
  return { fetch, baseUrl, tests: { identities, now: () => now, sleep: advance, clock: { advance } } };
}
