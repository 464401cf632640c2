/** The item of the list at a place in an answer; `unknown` where the type has no list there. */
export type ItemAt<Answer, Path extends readonly string[]> = Path extends readonly [
  infer Name,
  ...infer Rest extends readonly string[],
]
  ? Name extends keyof Answer
    ? ItemAt<NonNullable<Answer[Name]>, Rest>
    : unknown
  : Answer extends readonly (infer Item)[]
    ? Item
    : unknown;
