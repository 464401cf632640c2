import type { Diagnostic, Place, Severity } from '../diagnostic.ts';
import { isObject } from '../json-object.ts';
import type { ApiModel, Operation } from '../model/api-model.ts';
import type { BodyReading } from '../model/media-types.ts';
import { descendant, membersOf, type Node } from '../model/node.ts';
import { findOperations } from '../model/operations.ts';
import type { MessageContext, OwnerContext, ReportDetails, Rule, RuleContext } from './define-rule.ts';
import { createExampleChecks } from './example-checks.ts';
import { createPatternJudge } from './pattern-judge.ts';
import { ReportedOnce } from './reported-once.ts';
import { createSchemaView } from './schema-view.ts';
import { everySchema } from './schema-walk.ts';

/** A rule and the severity that the preset and the user's settings give it. */
export interface ActiveRule {
  readonly rule: Rule;
  readonly severity: Severity;
}

export interface RuleRun {
  readonly reading: BodyReading;
  readonly model: ApiModel;
  readonly isStrict: boolean;
  locate(place: Place): Place;
}

/** Goes through the description once for all rules. */
export function runRules(active: readonly ActiveRule[], run: RuleRun): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const shared = sharedContext(run);
  const visited: Visited = {};
  const visitors = active.map((each) => ({
    rule: each.rule,
    context: contextOf(each, { run, shared, visited, diagnostics }),
  }));
  for (const visitor of visitors) visitor.rule.Api?.(run.model, visitor.context);
  for (const operation of [...run.model.operations, ...run.model.webhooks]) {
    visited.operation = operation;
    visitOperation(visitors, operation);
  }
  visited.operation = undefined;
  for (const scheme of run.model.securitySchemes) {
    for (const { rule, context } of visitors) rule.SecurityScheme?.(scheme, context);
  }
  visitNodes(visitors, run.reading);
  return diagnostics;
}

interface Visitor {
  readonly rule: Rule;
  readonly context: RuleContext;
}

type SharedContext = Omit<RuleContext, 'report'>;

function sharedContext({ reading, model, isStrict }: RuleRun): SharedContext {
  const patterns = createPatternJudge();
  const silent = { ...reading, report: () => undefined };
  return {
    model,
    isStrict,
    patterns,
    schemas: createSchemaView(model.schemas),
    checks: createExampleChecks(model.schemas, patterns),
    read: (schema) => reading.schemas.read(schema),
    follow: (node) => (isObject(node.value) ? silent.resolve(node) : undefined),
  };
}

/** The operation that the rules look at just now. */
interface Visited {
  operation?: Operation | undefined;
}

interface Running {
  readonly run: RuleRun;
  readonly shared: SharedContext;
  readonly visited: Visited;
  readonly diagnostics: Diagnostic[];
}

function contextOf(
  { rule, severity }: ActiveRule,
  { run, shared, visited, diagnostics }: Running,
): RuleContext {
  const reported = new ReportedOnce();
  return {
    ...shared,
    report(message: string, at: Place | Node, details: ReportDetails = {}) {
      const place = 'file' in at ? at : run.reading.place(at);
      if (!reported.isNew(place, message, visited.operation)) return;
      diagnostics.push({
        rule: rule.id,
        severity: milder(details.severity, severity),
        message,
        place: run.locate(place),
        help: details.help ?? rule.help,
      });
    },
  };
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** What a rule says of one finding never goes beyond what the user set for the rule. */
const milder = (own: Severity | undefined, set: Severity): Severity =>
  own !== undefined && ranks[own] < ranks[set] ? own : set;

function visitOperation(visitors: readonly Visitor[], operation: Operation): void {
  for (const { rule, context } of visitors) {
    const inOperation = { ...context, operation };
    rule.Operation?.(operation, context);
    for (const parameter of operation.parameters) rule.Parameter?.(parameter, inOperation);
    for (const mediaType of operation.requestBody?.content ?? []) {
      rule.MediaType?.(mediaType, { ...inOperation, message: 'request' });
    }
    for (const response of operation.responses) {
      rule.Response?.(response, inOperation);
      const inResponse = { ...inOperation, response, message: 'response' } satisfies MessageContext;
      for (const header of response.headers) rule.Header?.(header, inResponse);
      for (const mediaType of response.content) rule.MediaType?.(mediaType, inResponse);
    }
  }
}

function visitNodes(visitors: readonly Visitor[], reading: BodyReading): void {
  const schemas = everySchema(reading.schemas.roots());
  const owners = [...ownersOf(reading), ...schemas.map((node) => ({ kind: 'schema' as const, node }))];
  for (const { rule, context } of visitors) {
    const { Schema: visitSchema, Owner: visitOwner } = rule;
    if (visitSchema) for (const schema of schemas) visitSchema(schema, context);
    if (visitOwner) for (const { kind, node } of owners) visitOwner(node, { ...context, kind });
  }
}

function ownersOf(reading: BodyReading): readonly { kind: OwnerContext['kind']; node: Node }[] {
  const found = [...findOperations(reading, 'paths'), ...findOperations(reading, 'webhooks')];
  const pathItems = new Map(found.map(({ pathItem }) => [pathItem.pointer, pathItem]));
  const schemes = membersOf(descendant(reading.root, ['components', 'securitySchemes'])).map(
    ([, node]) => node,
  );
  return [
    { kind: 'root', node: reading.root },
    ...[...pathItems.values()].map((node) => ({ kind: 'path item' as const, node })),
    ...found.map(({ node }) => ({ kind: 'operation' as const, node })),
    ...schemes.map((node) => ({ kind: 'security scheme' as const, node })),
  ];
}
