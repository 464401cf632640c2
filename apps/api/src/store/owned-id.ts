/**
 * Names a row by its id and by the organization that must own it. Queries ask for both, also where the id
 * was looked up just before: a query is right without what was asked ahead of it.
 */
export interface OwnedId {
  readonly organizationId: string;
  readonly id: string;
}
