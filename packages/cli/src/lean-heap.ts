import { setFlagsFromString } from 'node:v8';

/**
 * Has the heap collected sooner: for work that goes over much and keeps little, such as a run of tests. Left to
 * itself, V8 takes far more memory than is in use before it looks what can go. On GitHub's description it makes
 * 500 MB at the peak 330, in the same CPU time. Both flags are read at each collection, so that they may be set late.
 */
export function keepHeapLean(): void {
  setFlagsFromString('--heap-growing-percent=15');
  setFlagsFromString('--semi-space-growth-factor=1');
}
