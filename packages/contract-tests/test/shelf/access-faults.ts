/** Breaches of what belongs to another library, each with what it does. */
export const tenancyFaults = {
  'foreign-read': 'shows a book of another library',
  'foreign-written': 'changes a book of another library',
  'foreign-deleted': 'deletes a book of another library',
  'foreign-listed': 'lists the books of every library',
  'foreign-told': 'tells a book of another library from one that does not exist',
} as const;

/** Breaches of what credentials are good for, each with what it does. */
export const credentialFaults = {
  'garbage-taken': 'takes a token without any form',
  'token-by-basic': 'takes a token under another scheme',
  'token-in-query': 'takes a token in the query',
  'key-refused': 'refuses a library key',
  'public-closed': 'asks for credentials where none are declared',
  'token-widened': 'gives a new token every scope',
  'token-escalates': 'gives a new token scopes that its maker has not',
  'token-outlives': 'keeps a revoked token working',
} as const;

export const accessFaults = { ...tenancyFaults, ...credentialFaults } as const;
