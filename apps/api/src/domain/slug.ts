const longest = 60;

/**
 * The slug of an organization's name: lower-case letters and digits, joined by single hyphens, at most
 * 60 characters. Accents are taken off; a name without a letter or digit becomes `organization`.
 */
export function toSlug(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const slug = (words ?? []).join('-').slice(0, longest).replace(/-$/, '');
  return slug === '' ? 'organization' : slug;
}
