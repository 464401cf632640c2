import type { Role } from './role.ts';

/** What somebody may do in an organization, and on which of its websites. */
export interface WebsiteAccess {
  readonly role: Role;
  readonly allWebsites: boolean;
  /** Empty when all websites are meant. */
  readonly websiteIds: readonly string[];
}

export interface AccessPatch {
  readonly role?: Role | undefined;
  readonly allWebsites?: boolean | undefined;
  readonly websiteIds?: readonly string[] | undefined;
}

/** Admins have all websites; whoever has all is given none by name, and nobody has one twice. */
export function toAccess({ role, allWebsites, websiteIds }: WebsiteAccess): WebsiteAccess {
  if (role === 'admin' || allWebsites) return { role, allWebsites: true, websiteIds: [] };
  const ids = websiteIds.map((id) => id.toLowerCase());
  return { role, allWebsites, websiteIds: [...new Set(ids)] };
}

/**
 * Applies a merge patch. Websites that are named without a word about all of them restrict to these,
 * so that nobody who meant to restrict a member leaves all websites open.
 */
export function changeAccess(current: WebsiteAccess, patch: AccessPatch): WebsiteAccess {
  const { role = current.role, websiteIds = current.websiteIds } = patch;
  const allWebsites = patch.allWebsites ?? (patch.websiteIds === undefined && current.allWebsites);
  return toAccess({ role, allWebsites, websiteIds });
}
