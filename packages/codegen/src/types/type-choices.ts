/** What a program wants of the types of a description, where there is more than one right answer. */
export interface TypeChoices {
  /**
   * What integers of 64 bits (`type: integer` with `format: int64` or `uint64`) are. A number holds them exactly up to
   * 2^53. The generated client reads and writes them as their type says.
   * @default 'number'
   */
  readonly int64?: 'number' | 'bigint' | 'string';
  /**
   * `open`: what is received may have other members of an enum than the description knows, and what is sent may not,
   * so a server that learns a new one breaks no program. A schema with enums is two types then, as one with `readOnly`
   * members is. Constants and what tells the alternatives of a union apart stay closed.
   * @default 'closed', in both directions: what was read may be sent back
   */
  readonly enums?: 'closed' | 'open';
}

/** Whether the client has other types than the server, which reads JSON as numbers and refuses unknown members. */
export function isOfClientAlone({ int64 = 'number', enums = 'closed' }: TypeChoices): boolean {
  return int64 !== 'number' || enums !== 'closed';
}

/** The flags that make the same choices on the command line. */
export function choiceFlags({ int64 = 'number', enums = 'closed' }: TypeChoices): string {
  return [int64 === 'number' ? '' : ` --int64 ${int64}`, enums === 'closed' ? '' : ` --enums ${enums}`].join(
    '',
  );
}
