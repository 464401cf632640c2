type Rule = (value: unknown) => boolean;

const isText = (value: unknown, least: number, most: number): boolean =>
  typeof value === 'string' && [...value].length >= least && [...value].length <= most;
const isWithin = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
const isOneOf =
  (...members: readonly string[]): Rule =>
  (value) =>
    typeof value === 'string' && members.includes(value);

/** RFC 3339. `Date` takes the 30th of February for the 2nd of March. */
function isInstant(value: unknown): boolean {
  const form = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
  const [, day] = (typeof value === 'string' && form.exec(value)) || [];
  const isDay = day !== undefined && new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
  return isDay === true && !Number.isNaN(Date.parse(String(value)));
}

const rules: Readonly<Record<string, Rule>> = {
  title: (value) => isText(value, 1, 80),
  genre: isOneOf('rock', 'jazz', 'folk'),
  rating: (value) => isWithin(value, 1, 5),
  tags: (value) =>
    Array.isArray(value) &&
    value.length <= 5 &&
    new Set(value).size === value.length &&
    value.every((tag) => typeof tag === 'string' && /^[a-z]{1,12}$/.test(tag)),
  page: (value) => isText(value, 1, 200) && URL.canParse(String(value)),
  owner: (value) => isText(value, 3, 100) && /^[^\s@]+@[a-z0-9.-]+$/i.test(String(value)),
  recordedAt: isInstant,
  password: (value) => isText(value, 8, 40),
  visibility: isOneOf('public', 'private'),
  listed: (value) => typeof value === 'boolean',
  label: (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const label: { name?: unknown; year?: unknown } = value;
    return isText(label.name, 1, 40) && (label.year === undefined || isWithin(label.year, 1900, 2100));
  },
};

const readOnly = ['id', 'state', 'createdAt', 'updatedAt'];

export interface Form {
  readonly required: readonly string[];
  readonly allowed: readonly string[];
}

export const wholeSong: Form = { required: ['title', 'genre'], allowed: Object.keys(rules) };
export const songChange: Form = {
  required: [],
  allowed: ['title', 'genre', 'rating', 'visibility', 'listed'],
};

/** What is legal of a body; undefined where the body is not. Properties for reading only are left unread. */
export function readSong(
  body: Readonly<Record<string, unknown>>,
  form: Form,
): Record<string, unknown> | undefined {
  if (form.required.some((name) => !Object.hasOwn(body, name))) return undefined;
  if (form.required.length === 0 && Object.keys(body).length === 0) return undefined;
  const known = Object.entries(body).filter(([name]) => Object.hasOwn(rules, name));
  if (known.some(([name, value]) => !rules[name]?.(value))) return undefined;
  const written = known.filter(([name]) => form.allowed.includes(name) && !readOnly.includes(name));
  return Object.fromEntries(written.map(([name, value]) => [name, normal(name, value)]));
}

/** The form in which this server keeps a value. */
function normal(name: string, value: unknown): unknown {
  if (name === 'recordedAt') return new Date(String(value)).toISOString();
  if (name === 'page') return new URL(String(value)).href;
  if (name === 'owner') return String(value).toLowerCase();
  return name === 'tags' && Array.isArray(value) ? [...value].sort() : value;
}
