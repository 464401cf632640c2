import type TypeScript from 'typescript';

/**
 * TypeScript puts off looking into the members of an object, so most schemas may refer to themselves where they
 * stand in `components`. It does not put off arrays, unions and intersections there (TS2502: a JSON value is a text
 * or an array of JSON values), but does so for the arrays of a type alias. Such schemas become aliases of their own.
 */
export function aliasRecursiveTypes(
  ts: typeof TypeScript,
  nodes: readonly TypeScript.Node[],
): readonly TypeScript.Node[] {
  const schemas = schemasOf(ts, nodes);
  const isPutOff = (node: TypeScript.Node) =>
    ts.isTypeLiteralNode(node) || ts.isArrayTypeNode(node) || ts.isTupleTypeNode(node);
  const recursive = onCircles(graphOf(schemas, (type) => referencesIn(ts, type, ts.isTypeLiteralNode)));
  if (recursive.size === 0) return nodes;
  const aliases = nameAliases(recursive);
  // What a type is directly, without an array or an object between, says nothing of its values.
  const hollow = onCircles(graphOf(schemas, (type) => referencesIn(ts, type, isPutOff)));
  const declarations = [...schemas].flatMap(([name, type]) => {
    const alias = aliases.get(name);
    if (alias === undefined) return [];
    const replaced = replaceReferences(ts, type, {
      isPutOff,
      replace: (target, isDirect) => {
        if (isDirect && hollow.has(name) && hollow.has(target)) return unknownType(ts);
        const other = aliases.get(target);
        return other === undefined ? undefined : ts.factory.createTypeReferenceNode(other);
      },
    });
    return [ts.factory.createTypeAliasDeclaration(undefined, alias, undefined, replaced)];
  });
  return [...nodes.map((node) => withAliases(ts, node, aliases)), ...declarations];
}

const unknownType = (ts: typeof TypeScript) => ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword);

type Types = ReadonlyMap<string, TypeScript.TypeNode>;
type IsPutOff = (node: TypeScript.Node) => boolean;

const isTyped = (
  entry: readonly [string, TypeScript.TypeNode | undefined],
): entry is readonly [string, TypeScript.TypeNode] => entry[1] !== undefined;

/** The types in `components["schemas"]` by name. */
function schemasOf(ts: typeof TypeScript, nodes: readonly TypeScript.Node[]): Types {
  const members = nodes.filter(ts.isInterfaceDeclaration).find(isComponents)?.members ?? [];
  const schemas = members.find((member) => nameOf(ts, member) === 'schemas');
  const type = schemas && ts.isPropertySignature(schemas) ? schemas.type : undefined;
  const properties = type && ts.isTypeLiteralNode(type) ? type.members.filter(ts.isPropertySignature) : [];
  return new Map(
    properties.map((property) => [nameOf(ts, property), property.type] as const).filter(isTyped),
  );
}

const isComponents = ({ name }: TypeScript.InterfaceDeclaration): boolean => name.text === 'components';

function nameOf(ts: typeof TypeScript, { name }: TypeScript.TypeElement): string {
  return name && (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name))
    ? name.text
    : '';
}

/** The name in `components["schemas"][name]`. */
function referredName(ts: typeof TypeScript, node: TypeScript.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined;
  const { objectType: root, indexType: kind } = node.objectType;
  const isOfSchemas =
    ts.isTypeReferenceNode(root) &&
    ts.isIdentifier(root.typeName) &&
    root.typeName.text === 'components' &&
    literalText(ts, kind) === 'schemas';
  return isOfSchemas ? literalText(ts, node.indexType) : undefined;
}

function literalText(ts: typeof TypeScript, node: TypeScript.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
}

/** The schemas that a type refers to outside of what is put off. */
function referencesIn(
  ts: typeof TypeScript,
  type: TypeScript.TypeNode,
  isPutOff: IsPutOff,
): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: TypeScript.Node): void => {
    if (isPutOff(node)) return;
    const name = referredName(ts, node);
    if (name === undefined) ts.forEachChild(node, visit);
    else found.add(name);
  };
  visit(type);
  return found;
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

function graphOf(types: Types, referencesOf: (type: TypeScript.TypeNode) => ReadonlySet<string>): Graph {
  return new Map([...types].map(([name, type]) => [name, referencesOf(type)] as const));
}

/** The names on circles of references, and between two circles: what remains when all that ends is taken away. */
function onCircles(graph: Graph): ReadonlySet<string> {
  return new Set(withoutEnds(reversed(withoutEnds(graph))).keys());
}

/** The graph without the names whose references all come to an end. */
function withoutEnds(graph: Graph): Graph {
  const referrers = reversed(graph);
  const open = new Map([...graph].map(([name, targets]) => [name, countKnown(graph, targets)]));
  const ends = new Set([...open.keys()].filter((name) => open.get(name) === 0));
  // A set's iteration also visits what is added to it meanwhile.
  for (const end of ends) {
    for (const referrer of referrers.get(end) ?? []) {
      const left = (open.get(referrer) ?? 0) - 1;
      open.set(referrer, left);
      if (left === 0) ends.add(referrer);
    }
  }
  return new Map([...graph].filter(([name]) => !ends.has(name)));
}

const countKnown = (graph: Graph, targets: ReadonlySet<string>): number =>
  [...targets].filter((target) => graph.has(target)).length;

function reversed(graph: Graph): Graph {
  const referrers = new Map([...graph.keys()].map((name) => [name, new Set<string>()] as const));
  for (const [name, targets] of graph) for (const target of targets) referrers.get(target)?.add(name);
  return referrers;
}

/** Names that are not usable as they are get a number, which a `$` sets apart from the others. */
function nameAliases(names: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(
    [...names].map((name, index) => {
      const isUsable = /^[A-Za-z0-9_]+$/.test(name);
      const alias = isUsable
        ? `Recursive_${name}`
        : `Recursive$${index}_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
      return [name, alias] as const;
    }),
  );
}

interface Replacement {
  readonly isPutOff: IsPutOff;
  /** What stands for a reference; undefined leaves it. */
  replace(name: string, isDirect: boolean): TypeScript.TypeNode | undefined;
}

function replaceReferences(
  ts: typeof TypeScript,
  type: TypeScript.TypeNode,
  { isPutOff, replace }: Replacement,
): TypeScript.TypeNode {
  const visit =
    (isDirect: boolean) =>
    (node: TypeScript.Node): TypeScript.Node => {
      const name = referredName(ts, node);
      const replaced = name === undefined ? undefined : replace(name, isDirect);
      return replaced ?? ts.visitEachChild(node, visit(isDirect && !isPutOff(node)), undefined);
    };
  // A type node stays one, and is replaced by one.
  return visit(true)(type) as TypeScript.TypeNode;
}

/** `components` with an alias in place of each of these types. */
function withAliases(
  ts: typeof TypeScript,
  node: TypeScript.Node,
  aliases: ReadonlyMap<string, string>,
): TypeScript.Node {
  if (!ts.isInterfaceDeclaration(node) || !isComponents(node)) return node;
  const { factory } = ts;
  const retype = (member: TypeScript.TypeElement, type: TypeScript.TypeNode): TypeScript.TypeElement =>
    ts.isPropertySignature(member)
      ? factory.updatePropertySignature(member, member.modifiers, member.name, member.questionToken, type)
      : member;
  const members = node.members.map((member) => {
    if (nameOf(ts, member) !== 'schemas' || !ts.isPropertySignature(member)) return member;
    if (!member.type || !ts.isTypeLiteralNode(member.type)) return member;
    const schemas = member.type.members.map((schema) => {
      const alias = aliases.get(nameOf(ts, schema));
      return alias === undefined ? schema : retype(schema, factory.createTypeReferenceNode(alias));
    });
    return retype(member, factory.updateTypeLiteralNode(member.type, factory.createNodeArray(schemas)));
  });
  return factory.updateInterfaceDeclaration(
    node,
    node.modifiers,
    node.name,
    node.typeParameters,
    node.heritageClauses,
    members,
  );
}
