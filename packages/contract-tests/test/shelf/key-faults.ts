/** Breaches of what is promised of idempotency keys, each with what it does. */
export const keyFaults = {
  'replay-executes': 'executes a request with a used key again',
  'replay-doubles': 'executes a request with a used key again and answers from store',
  'replay-unmarked': 'does not mark a replay',
  'replay-status': 'answers 200 to every replay',
  'replay-body': 'writes another body into a replay',
  'key-shared': 'gives the stored answer to every key',
  'key-prefix': 'compares keys by their first eight letters',
  'key-required': 'refuses a write without a key',
  'key-of-operation': 'shares keys between operations',
  'key-of-item': 'shares keys between books',
  'key-of-library': 'shares keys between libraries',
  'key-of-caller': 'shares keys between callers of a library',
  'mismatch-replays': 'answers another body under a used key from store',
  'mismatch-executes': 'executes another body under a used key',
  'both-executed': 'executes two requests that come at once',
  'refusal-kept': 'keeps refusals under their key',
  'limit-kept': 'keeps refusals by the rate limit under their key',
  'replay-to-anybody': 'answers from store whoever knows the key',
  'kept-shortly': 'keeps answers for a minute',
  'kept-forever': 'keeps answers for ever',
} as const;

export type KeyFault = keyof typeof keyFaults;
