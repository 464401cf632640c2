/** What the harbour does wrong on purpose: each breaks a promise of its lists in `fixtures/harbour/openapi.yaml`. */
export const harbourFaults = {
  'lost-item': 'leaves out the first ship of every page but the first',
  'doubled-item': 'begins every page but the first with the last ship before it',
  'size-ignored': 'gives pages of one size, whatever was asked for',
  'size-plus-one': 'gives one ship more than asked for',
  'default-wrong': 'has another default size than declared',
  'order-unstable': 'begins elsewhere with every request',
  'order-by-size': 'turns the order of small pages',
  'filter-dropped': 'keeps the filter on the first page only',
  'total-wrong': 'tells a total of one more',
  'total-of-page': 'tells the ships of the page as the total',
  'total-short': 'tells a total of one less',
  'more-always': 'says that more follows on every page',
  'more-never': 'says on every page that nothing follows',
  'page-ignored': 'gives the first page for every number or offset',
  'from-zero': 'counts pages from zero, which the description counts from one',
  'from-one': 'counts the offset from one',
  'no-next': 'names no next page',
  'next-wrongly-named': 'gives the link to the next page another relation',
  'next-on-last': 'names a next page after the last',
  'next-is-self': 'names the same page as the next one',
  'next-forgets-size': 'leaves the size out of the link to the next page',
} as const;

export type HarbourFault = keyof typeof harbourFaults;
