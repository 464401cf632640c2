/** The ids of things that requests may name, by collection, the likeliest first. */
export type Choice = ReadonlyMap<string, readonly string[]>;
