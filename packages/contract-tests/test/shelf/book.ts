import type { Fault } from './faults.ts';

export interface Book {
  id: string;
  title: string;
  year: number;
  genre: string;
  tags: string[];
  contact?: string | null;
  lent: boolean;
  createdAt: string;
}

export const genres = ['novel', 'poetry', 'science'];

type Rule = (value: unknown, has: (fault: Fault) => boolean) => boolean;

/** What a body may hold. Without required members it must hold one at least. */
export interface BodyForm {
  readonly rules: Readonly<Record<string, Rule>>;
  readonly required: readonly string[];
}

const isTag = (tag: unknown): boolean => typeof tag === 'string' && /^[a-z]+$/.test(tag);

const bookRules = {
  title: (value, has) =>
    typeof value === 'string' && value !== '' && ([...value].length <= 80 || has('ignores-max-length')),
  year: (value, has) => {
    if (has('ignores-type') && typeof value === 'string') return true;
    return (
      Number.isInteger(value) && (has('ignores-minimum') || (Number(value) >= 1450 && Number(value) <= 2100))
    );
  },
  genre: (value, has) => typeof value === 'string' && (genres.includes(value) || has('ignores-enum')),
  tags: (value, has) =>
    Array.isArray(value) &&
    value.length <= 5 &&
    value.every((tag, at) => isTag(tag) || (at > 1 && has('third-tag-any'))) &&
    (has('ignores-unique') || new Set(value).size === value.length),
  contact: (value, has) =>
    value === null ||
    (typeof value === 'string' && (has('ignores-format') || /^[^\s@]+@[^\s@]+$/.test(value))),
} satisfies Record<string, Rule>;

export const bookForm: BodyForm = { rules: bookRules, required: ['title', 'year', 'genre'] };

export const changeForm: BodyForm = {
  rules: { title: bookRules.title, year: bookRules.year },
  required: [],
};

/** Whatever a faulty rule let in, the answer stays valid, so that only the fault itself can be seen. */
export function clean(book: Book): Book {
  return {
    id: book.id,
    title: typeof book.title === 'string' && book.title !== '' ? book.title.slice(0, 80) : 'Untitled',
    year: Number.isInteger(book.year) && book.year >= 1450 && book.year <= 2100 ? book.year : 2000,
    genre: genres.includes(book.genre) ? book.genre : 'novel',
    tags: [...new Set(book.tags)].filter(isTag).slice(0, 5),
    ...(typeof book.contact === 'string' && /^[^\s@]+@[a-z0-9.-]+$/i.test(book.contact)
      ? { contact: book.contact }
      : {}),
    lent: book.lent,
    createdAt: book.createdAt,
  };
}
