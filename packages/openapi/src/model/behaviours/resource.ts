import { isObject } from '../../json-object.ts';
import type { ResourceRole } from '../behaviours.ts';
import { child, type Node, present } from '../node.ts';
import type { Reading } from '../reading.ts';
import { createFields, expressionsOf } from './fields.ts';

const name = 'x-contract-resource';
const known = ['type', 'op', 'id', 'parents', 'set', 'creates', 'gone', 'visible', 'undo'];
const roles = [
  'create',
  'read',
  'list',
  'update',
  'replace',
  'delete',
  'action',
  'singleton',
  'none',
] as const;

export function readResource(reading: Reading, node: Node): ResourceRole | undefined {
  if (typeof node.value === 'string') return readShort(reading, node, node.value);
  if (!isObject(node.value)) {
    reportShape(reading, node);
    return undefined;
  }
  const fields = createFields(reading, node, { name, known });
  const type = fields.text('type');
  const op = fields.choice('op', roles, undefined);
  if (type === undefined || op === undefined) {
    for (const key of ['type', 'op']) fields.missing(key);
    return undefined;
  }
  const set = child(node, 'set');
  return {
    ...plainRole({ type, op }),
    ...present('id', fields.expression('id')),
    parents: expressionsOf(reading, child(node, 'parents'), `${name} parents`),
    set: isObject(set.value) ? set.value : {},
    ...present('creates', fields.text('creates')),
    gone: fields.status('gone', [], '404'),
    visibleMs: child(node, 'visible').value === 'immediately' ? 0 : (fields.duration('visible') ?? 0),
    ...present('undo', fields.text('undo')),
    place: reading.place(node),
  };
}

/** `Website#list` */
function readShort(reading: Reading, node: Node, text: string): ResourceRole | undefined {
  const [, type, written] = /^([A-Z]\w*)#([a-z]+)$/.exec(text) ?? [];
  const op = roles.find((role) => role === written);
  if (type !== undefined && op !== undefined)
    return { ...plainRole({ type, op }), place: reading.place(node) };
  reportShape(reading, node);
  return undefined;
}

function reportShape(reading: Reading, node: Node): void {
  reading.report('behaviour-malformed', node, {
    message: `\`${name}\` is neither \`Type#role\` nor a map.`,
    help: `Write for example \`Website#list\`; the roles are ${roles.map((role) => `\`${role}\``).join(', ')}.`,
  });
}

export const plainRole = ({ type, op }: Pick<ResourceRole, 'type' | 'op'>): Omit<ResourceRole, 'place'> => ({
  type,
  op,
  parents: {},
  set: {},
  gone: '404',
  visibleMs: 0,
  source: 'x-contract',
});
