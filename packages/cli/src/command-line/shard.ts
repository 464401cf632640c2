import type { Shard } from '@plumbline/contract-tests';
import { InvalidArgumentError } from 'commander';

/** `2/4`: the second of four parts. */
export function toShard(text: string): Shard {
  const [, first = '', second = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (index >= 1 && index <= count) return { index, count };
  throw new InvalidArgumentError('It takes a part and how many there are, for example 1/4.');
}
