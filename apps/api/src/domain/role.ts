/** What a member is in an organization. */
export type Role = 'admin' | 'collaborator';
