import { createRequire } from 'node:module';
import type { GlobalContext, OpenAPI3 } from 'openapi-typescript';
import type TypeScript from 'typescript';
import { escapeSource } from '../escape.ts';
import type { PrintedKeys } from './printed-keys.ts';
import { aliasRecursiveTypes } from './recursive-types.ts';
import { isBlob, type TypeSchema } from './type-schema.ts';
import { callbackPath, type ExtraMethod, extraPath, type TypesDocument } from './types-document.ts';

/**
 * The TypeScript source of `paths`, `webhooks`, `components` and `operations`. The only door to
 * openapi-typescript: its transformation and printer are used, its loader is not (the document is
 * already bundled and checked, and nothing here may read a file or an address).
 */
export function printTypes(document: TypesDocument): string {
  const { ts, openapiTypescript } = loadPrinter();
  const { paths, webhooks, components } = document;
  // The types document is a subset of what openapi-typescript declares; its own types demand
  // members (`info.title`) that its transformation does not read.
  const source = {
    openapi: '3.1.1',
    info: { title: '', version: '' },
    paths,
    webhooks,
    components,
  } as unknown as OpenAPI3;
  const discriminators = openapiTypescript.scanDiscriminators(source, { silent: true });
  const nodes = openapiTypescript.transformSchema(
    source,
    createContext(source, {
      discriminators,
      resolve: openapiTypescript.resolveRef,
      typeOf: (schema) => specialType(ts, schema),
    }),
  );
  // Its types say `unknown[]`; what it gives are the statements of the text.
  const helper = openapiTypescript.stringToAST(WITH_REQUIRED) as TypeScript.Node[];
  const sound = nodes.flatMap((node) => (isWithRequired(ts, node) ? helper : [node]));
  const { keys, extraMethods, callbacks } = document;
  const isChanged = keys.isUsed || extraMethods.length > 0 || callbacks.length > 0;
  const restored = isChanged ? sound.map((node) => restoreNames(ts, node, document)) : sound;
  return tidy(openapiTypescript.astToString([...aliasRecursiveTypes(ts, restored)]));
}

/**
 * Both load the TypeScript compiler, which takes a second: only who prints types pays. By `require`,
 * because an import first reads its nine megabytes to find out which module format they have.
 */
function loadPrinter(): { ts: typeof TypeScript; openapiTypescript: typeof import('openapi-typescript') } {
  const require = createRequire(import.meta.url);
  return { ts: require('typescript'), openapiTypescript: require('openapi-typescript') };
}

/**
 * In place of openapi-typescript's helper for `required` beside `allOf`, which does not compile where a referred
 * schema is also null: that is left as it is.
 */
const WITH_REQUIRED =
  'type WithRequired<T, K extends PropertyKey> = T extends object ? T & Required<Pick<T, K & keyof T>> : T;';

const isWithRequired = (ts: typeof TypeScript, node: TypeScript.Node): boolean =>
  ts.isTypeAliasDeclaration(node) && node.name.text === 'WithRequired';

interface Parts {
  readonly discriminators: GlobalContext['discriminators'];
  readonly resolve: typeof import('openapi-typescript').resolveRef;
  /** The type of what openapi-typescript has no word for. */
  typeOf(schema: TypeSchema): TypeScript.TypeNode | undefined;
}

function specialType(ts: typeof TypeScript, schema: TypeSchema): TypeScript.TypeNode | undefined {
  const { factory, SyntaxKind } = ts;
  if (isBlob(schema)) return factory.createTypeReferenceNode('Blob');
  if (schema.isBigInt) return factory.createKeywordTypeNode(SyntaxKind.BigIntKeyword);
  if (!schema.isOther) return undefined;
  // Without the `{}`, the compiler would take the union for the wider type and forget the members.
  const wide = schema.type === 'string' ? SyntaxKind.StringKeyword : SyntaxKind.NumberKeyword;
  return factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(wide),
    factory.createTypeLiteralNode([]),
  ]);
}

function createContext(source: OpenAPI3, { discriminators, resolve, typeOf }: Parts): GlobalContext {
  return {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // A property with a default may still be left out: by the client of a request, and by a
    // server of a response. Parameters with a default are the server interface's business.
    defaultNonNullable: false,
    discriminators,
    // An object without declared properties may hold any.
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: false,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    // Configures the loader that is not used; the transformation never reads it.
    redoc: undefined as unknown as GlobalContext['redoc'],
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    // Every schema is one that `toTypeSchema` made.
    transform: (schema) => typeOf(schema as TypeSchema),
    transformProperty: undefined,
    resolve: (reference) => resolve(source, reference, { silent: true }),
  };
}

/** Puts the names behind tokens back, and operations of unknown methods where they belong. */
function restoreNames(
  ts: typeof TypeScript,
  root: TypeScript.Node,
  document: TypesDocument,
): TypeScript.Node {
  const { factory } = ts;
  const visit = (node: TypeScript.Node): TypeScript.Node => {
    if (ts.isInterfaceDeclaration(node)) return withExtraMethods(ts, visitChildren(node), document);
    if (ts.isPropertySignature(node)) {
      const restored = visitChildren(node);
      const name = originalName(ts, node.name, document.keys);
      if (name === undefined) return restored;
      return factory.updatePropertySignature(
        restored,
        restored.modifiers,
        factory.createStringLiteral(name),
        restored.questionToken,
        restored.type,
      );
    }
    if (ts.isStringLiteral(node)) {
      const name = document.keys.original(node.text);
      return name === undefined ? node : factory.createStringLiteral(name);
    }
    return visitChildren(node);
  };
  const visitChildren = <T extends TypeScript.Node>(node: T): T => ts.visitEachChild(node, visit, undefined);
  return visit(root);
}

function originalName(
  ts: typeof TypeScript,
  name: TypeScript.PropertyName,
  keys: PrintedKeys,
): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? keys.original(name.text) : undefined;
}

function withExtraMethods(
  ts: typeof TypeScript,
  declaration: TypeScript.InterfaceDeclaration,
  { extraMethods, callbacks }: TypesDocument,
): TypeScript.InterfaceDeclaration {
  const added = extraMethods.filter(({ kind }) => kind === declaration.name.text);
  const carriers = new Set([
    ...extraMethods.map((_, index) => extraPath(index)),
    ...(declaration.name.text === 'webhooks' ? callbacks.map((_, index) => callbackPath(index)) : []),
  ]);
  if (added.length === 0 && carriers.size === 0) return declaration;
  const members = declaration.members.flatMap((member) => {
    if (!member.name || !ts.isPropertySignature(member)) return [member];
    const path = nameText(ts, member.name);
    if (carriers.has(path)) return [];
    return [
      withMembers(
        ts,
        member,
        added.filter((extra) => extra.path === path),
      ),
    ];
  });
  return ts.factory.updateInterfaceDeclaration(
    declaration,
    declaration.modifiers,
    declaration.name,
    declaration.typeParameters,
    declaration.heritageClauses,
    members,
  );
}

function nameText(ts: typeof TypeScript, name: TypeScript.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) ? name.text : '';
}

function withMembers(
  ts: typeof TypeScript,
  path: TypeScript.PropertySignature,
  extras: readonly ExtraMethod[],
): TypeScript.PropertySignature {
  const { factory } = ts;
  if (extras.length === 0 || path.type === undefined || !ts.isTypeLiteralNode(path.type)) return path;
  const members = extras.map(({ method, operation }) =>
    factory.createPropertySignature(
      undefined,
      factory.createStringLiteral(method),
      undefined,
      factory.createIndexedAccessTypeNode(
        factory.createTypeReferenceNode('operations'),
        factory.createLiteralTypeNode(factory.createStringLiteral(operation)),
      ),
    ),
  );
  const type = factory.updateTypeLiteralNode(
    path.type,
    factory.createNodeArray([...path.type.members, ...members]),
  );
  return factory.updatePropertySignature(path, path.modifiers, path.name, path.questionToken, type);
}

/** Two spaces of indentation instead of the printer's four; nothing hidden in texts. */
function tidy(source: string): string {
  return escapeSource(source).replace(/^(?: {4})+/gm, (indent) => ' '.repeat(indent.length / 2));
}
