import { type RawBuilder, sql } from 'kysely';

/** Whose eyes a query has: a member without access to all websites sees only the websites given. */
export interface Viewer {
  readonly organizationId: string;
  readonly memberId: string;
  readonly allWebsites: boolean;
}

/**
 * Whether the viewer may access a website, by the column that holds its id. What belongs to a deleted
 * website, and so has no website any more, is seen by those who see all.
 */
export function mayAccess(viewer: Viewer, websiteId: string): RawBuilder<boolean> {
  if (viewer.allWebsites) return sql<boolean>`true`;
  return sql<boolean>`${sql.ref(websiteId)} in (
    select website_id from member_websites where member_id = ${viewer.memberId}::uuid
  )`;
}

/** Who works for an organization without being asked by one of its members, such as a job. */
export function everyWebsiteOf(organizationId: string): Viewer {
  return { organizationId, memberId: '', allWebsites: true };
}
