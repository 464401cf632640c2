/** A source of reproducible choices: the same seed gives the same sequence on every machine and day. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = mix(seed);
  }

  /** A number in [0, 1). This is the generator "mulberry32". */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  /** True in that share of the cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of the items; undefined when there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.integer(0, items.length - 1)];
  }

  /** The items in another order. */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items];
    for (let index = shuffled.length - 1; index > 0; index -= 1) {
      const other = this.integer(0, index);
      [shuffled[index], shuffled[other]] = [shuffled[other] as Item, shuffled[index] as Item];
    }
    return shuffled;
  }
}

/** Neighbouring seeds must not give similar sequences. */
function mix(seed: number): number {
  let value = (Math.trunc(seed) ^ Math.trunc(seed / 4_294_967_296)) | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
