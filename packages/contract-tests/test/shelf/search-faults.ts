/** Breaches that show only at few values, or only after several steps, each with what it does. */
export const searchFaults = {
  'year-crashes': 'fails on a year from 1600 to 1699',
  'year-rounded': 'stores a year from 1600 to 1699 as 1600 when it is changed',
  'third-tag-any': 'takes a third tag of any form',
  'id-again': 'gives the id of a deleted book to the next one',
  'ghost-written': 'changes a book that was deleted',
} as const;
