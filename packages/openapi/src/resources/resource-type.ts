import type { ApiModel, Operation } from '../model/api-model.ts';

/**
 * The name of what a collection holds: as `x-contract-resource` declares it, else that of the schema in which an item
 * is answered, else the last word of the path in the singular.
 */
export function typeOfCollection({ operations }: Pick<ApiModel, 'operations'>, collection: string): string {
  const own = operations.filter(({ path }) => isAt(path, collection));
  const declared = own.map(({ behaviours }) => behaviours.resource?.type).find((type) => type !== undefined);
  const [read, list] = [`${collection}/{}`, collection].map((path) =>
    own.find((operation) => operation.method === 'GET' && withoutNames(operation.path) === path),
  );
  return declared ?? answeredSchema(read) ?? answeredSchema(list) ?? singular(lastWord(collection));
}

/** A type, a property's name or a segment without what tells spellings apart: `test-flows` and `testFlow` meet. */
export const typeKey = (name: string): string =>
  singular(
    name
      .replace(/^.*\./, '')
      .replace(/[^a-z0-9]/gi, '')
      .toLowerCase(),
  );

export const lastWord = (collection: string): string =>
  collection
    .split('/')
    .filter((segment) => segment !== '' && segment !== '{}')
    .at(-1) ?? '';

const withoutNames = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');

const isAt = (path: string, collection: string): boolean =>
  withoutNames(path) === collection || withoutNames(path) === `${collection}/{}`;

/** The schema of the item in the first success, by its name in the description. */
function answeredSchema(operation: Operation | undefined): string | undefined {
  const content = operation?.responses.find(({ status }) => /^2/.test(status))?.content ?? [];
  const [schema] = content.map((media) => media.schema);
  if (typeof schema !== 'object') return undefined;
  const item = schema.type === 'array' ? schema.items : schema;
  const reference = typeof item === 'object' && item !== null && '$ref' in item ? item.$ref : undefined;
  return typeof reference === 'string' ? reference.replace(/^.*\//, '') : undefined;
}

/** English plurals as paths have them: `entries`, `boxes`, `websites`; `status` and `address` are none. */
function singular(word: string): string {
  if (/ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (/(?:ch|sh|x|z|ss)es$/i.test(word)) return word.replace(/es$/i, '');
  return /(?:ss|us|is)$/i.test(word) ? word : word.replace(/s$/i, '');
}
