import type { Operation } from '@plumbline/openapi';
import { replaceAt } from '../../answer/pointer.ts';
import type { JsonObject } from '../../json.ts';
import type { Act, Outcome } from '../act.ts';
import { idOf, idShape, idTokens, idValue } from '../item-values.ts';
import { setOwn } from '../own-member.ts';
import type { TableLink } from '../roles.ts';
import type { ShelfAddress } from '../store.ts';
import type { Table } from '../tables.ts';
import type { ActParts } from './act-parts.ts';
import { ownersIn } from './owners.ts';
import { secretValues } from './secret-values.ts';
import { settledValue } from './settled-value.ts';

export interface Addition {
  readonly act: Act;
  readonly address: ShelfAddress;
  readonly id: string;
  /** What the value was made after. */
  readonly sample: JsonObject;
  /** Nobody else has it. */
  readonly value: Record<string, unknown>;
}

/** Puts a new item on its shelf: with its id, the ids of what it belongs to, and secrets that only this answer shows. */
export function addItem(
  table: Table,
  operation: Operation,
  { link, parts }: { readonly link: TableLink | undefined; readonly parts: ActParts },
): (addition: Addition) => Outcome {
  const setId = settingId(table, parts);
  const setOwners = ownersIn(table, link, parts.resources.tables);
  const secretsOf = secretValues(operation, parts);
  const settle = settledValue(table, parts);
  return ({ act, address, id, sample, value }) => {
    nameAnew(value, sample, { id, old: idOf(sample, table.idName) });
    setId(value, id);
    const linked = link && act.ids.at(-1);
    setOwners(value, address.parents, linked);
    const secrets = secretsOf?.(act.store) ?? NO_SECRETS;
    const settled = settle(secretsOf ? { ...value, ...secrets } : value);
    const links = link && linked !== undefined ? { [link.collection]: linked } : {};
    act.store.put(address, { id, value: secretsOf ? without(settled, secrets) : settled, links });
    const shown = secretsOf ? { ...settled, ...secrets } : settled;
    return { kind: 'thing', table, value: shown, isNew: true, path: pathOf(table, address, id) };
  };
}

const NO_SECRETS: JsonObject = {};

const without = (value: JsonObject, secrets: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => !Object.hasOwn(secrets, name)));

const pathOf = ({ collection }: Table, { parents }: ShelfAddress, id: string): string =>
  `${parents.reduce((text, parent) => text.replace('{}', () => encodeURIComponent(parent)), collection)}/${encodeURIComponent(id)}`;

function settingId(
  { idName, schema }: Table,
  { resources: { tables } }: ActParts,
): (value: Record<string, unknown>, id: string) => void {
  if (idName === undefined) return () => undefined;
  const shape = idShape(tables.shapes.of(schema), idName, tables.shapes);
  const [name = '', ...deeper] = idTokens(idName);
  return (value, id) => setOwn(value, name, replaceAt(value[name], deeper, idValue(id, shape)));
}

/** Shorter ids stand in texts by chance. */
const MIN_ID = 4;

/** Texts of the sample that have its id in them, such as the item's own URL, have the new one. */
function nameAnew(
  value: Record<string, unknown>,
  sample: JsonObject,
  { id, old }: { readonly id: string; readonly old: string | undefined },
): void {
  if (old === undefined || old.length < MIN_ID) return;
  for (const name of Object.keys(value)) {
    const part = value[name];
    const isOfSample = typeof part === 'string' && part.includes('/') && sample[name] === part;
    if (isOfSample)
      setOwn(
        value,
        name,
        part.replaceAll(old, () => id),
      );
  }
}
