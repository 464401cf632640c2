import type { Definitions, Schema } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { type Constraint, findConstraints } from './constraints.ts';
import { ParameterWire } from './parameter-wire.ts';
import { dereference } from './references.ts';
import { schemaList } from './schema-places.ts';

/** The constraints on a parameter that some text on the wire breaks. */
export function parameterConstraints(parameter: Parameter, definitions: Definitions): readonly Constraint[] {
  const { schema, mediaType } = parameter;
  const constraints = findConstraints(schema, definitions);
  if (mediaType !== undefined) return constraints; // It travels as a document, which keeps its types.
  const wire = new ParameterWire(parameter, definitions);
  const takesAnyText = hasOpenBranch(schema, definitions);
  return constraints.filter((constraint) => {
    if (constraint.keyword === 'type' && mayBeText(constraint.schema, definitions)) return false;
    return wire.breaks(constraint) && !(takesAnyText && isOfUnion(constraint));
  });
}

/** Whether a text may be read as a value of the schema, so that no text breaks its type: also as a list of one. */
function mayBeText(schema: Schema, definitions: Definitions): boolean {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean') return target;
  const types = [target.type].flat();
  if (types.includes('string')) return true;
  const { items } = target;
  return types.includes('array') && (items === undefined || mayBeText(items as Schema, definitions)); // a schema by the model's reading
}

/** Whether one branch of the parameter's own union takes every text: then no text breaks the union or another branch. */
function hasOpenBranch(schema: Schema, definitions: Definitions): boolean {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean') return false;
  return [...schemaList(target.oneOf), ...schemaList(target.anyOf)].some((branch) =>
    isOpenText(branch, definitions),
  );
}

const boundsOfText = [
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'allOf',
  'oneOf',
  'anyOf',
  'not',
];

function isOpenText(schema: Schema, definitions: Definitions): boolean {
  const target = dereference(schema, definitions);
  if (typeof target === 'boolean') return target;
  return (
    [target.type].flat().includes('string') && !boundsOfText.some((keyword) => Object.hasOwn(target, keyword))
  );
}

const isOfUnion = ({ pointer, keyword, branches }: Constraint): boolean =>
  branches[0]?.pointer === '' || (pointer === '' && (keyword === 'oneOf' || keyword === 'anyOf'));
