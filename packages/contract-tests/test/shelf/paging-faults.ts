/** Breaches of how lists come in pages, each with what it does. */
export const pagingFaults = {
  'limit-ignored': 'returns all books on every page',
  'limit-plus-one': 'returns one book more than asked for',
  'default-small': 'returns 10 books where nobody asks for a number',
  'more-wrong': 'always says that more follows',
  'more-never': 'never says that more follows',
  'next-on-last': 'names a next page on the last one',
  'next-missing': 'names no next page in the middle',
  'total-wrong': 'counts one book too few',
  'total-of-page': 'counts the books of the page only',
  'page-lost': 'skips a book between pages',
  'page-doubled': 'repeats a book between pages',
  'last-page-lost': 'ends one page early',
  'cursor-ignored': 'shows the first page under every cursor',
  'cursor-endless': 'names the last page as the one after it',
  'cursor-any': 'takes any cursor',
  'cursor-crashes': 'fails on a cursor it did not issue',
  'cursor-foreign': 'shows the books of the library that a cursor is of',
  'cursor-counts': 'counts places instead of remembering the last book',
  'order-unstable': 'turns the order around at every other call',
  'order-by-size': 'turns the order around on small pages',
  'filter-dropped': 'forgets the filter after the first page',
} as const;

export type PagingFault = keyof typeof pagingFaults;
