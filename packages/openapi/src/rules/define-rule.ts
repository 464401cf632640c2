import type { Schema } from '@plumbline/json-schema';
import type { Place, Severity } from '../diagnostic.ts';
import type {
  ApiModel,
  Header,
  MediaType,
  Operation,
  Parameter,
  Response,
  SecurityScheme,
} from '../model/api-model.ts';
import type { Node } from '../model/node.ts';
import type { ExampleChecks } from './example-checks.ts';
import type { PatternJudge } from './pattern-judge.ts';
import type { SchemaView } from './schema-view.ts';

/** A rule with all that is known of it: the registry, the presets and the rule pages derive from this. */
export interface Rule extends RuleText, RuleVisitor {}

export interface RuleText {
  readonly id: string;
  readonly severity: Severity;
  /** Its severity in the preset `strict`. @default `severity` */
  readonly strict?: Severity;
  /** Runs in the preset `strict` only. */
  readonly isStrictOnly?: boolean;
  /** One paragraph: what goes wrong without it. */
  readonly why: string;
  /** The next step for the author, one sentence. */
  readonly help: string;
  /** A description (what is the same everywhere left out) that keeps the rule. */
  readonly good: string;
  /** One that breaks it, and the JSON Pointer at which that is reported. */
  readonly bad: { readonly description: string; readonly at: string };
}

/**
 * What a rule looks at. A rule without any is found while the description is loaded or the model is
 * built; it stands here for its page and its severity.
 */
export interface RuleVisitor {
  Api?(model: ApiModel, context: RuleContext): void;
  Operation?(operation: Operation, context: RuleContext): void;
  Parameter?(parameter: Parameter, context: OperationContext): void;
  Response?(response: Response, context: OperationContext): void;
  Header?(header: Header, context: ResponseContext): void;
  MediaType?(mediaType: MediaType, context: MessageContext): void;
  SecurityScheme?(scheme: SecurityScheme, context: RuleContext): void;
  /** Each schema of the description once, as its author wrote it, those inside others included. */
  Schema?(schema: Node, context: RuleContext): void;
  /** The description itself and each path item, operation and security scheme, as written. */
  Owner?(owner: Node, context: OwnerContext): void;
}

export interface RuleContext {
  readonly model: ApiModel;
  /** The schemas of the model, followed through references and compositions. */
  readonly schemas: SchemaView;
  readonly patterns: PatternJudge;
  readonly checks: ExampleChecks;
  /** The schema at a node of the description, in the model's form. */
  read(schema: Node): Schema;
  /** The node that a `$ref` leads to; the node itself without one. `undefined`: it leads nowhere. */
  follow(node: Node): Node | undefined;
  /** Plumbline's preset. */
  readonly isStrict: boolean;
  report(message: string, at: Place | Node, details?: ReportDetails): void;
}

export interface ReportDetails {
  /** Replaces the rule's own next step. */
  readonly help?: string;
  /** Lowers or raises the rule's severity for this finding. */
  readonly severity?: Severity;
}

export interface OperationContext extends RuleContext {
  readonly operation: Operation;
}

export interface ResponseContext extends OperationContext {
  readonly response: Response;
}

export type MessageContext = OperationContext &
  ({ readonly message: 'request' } | { readonly message: 'response'; readonly response: Response });

export interface OwnerContext extends RuleContext {
  readonly kind: 'root' | 'path item' | 'operation' | 'security scheme' | 'schema';
}

export const defineRule = (rule: Rule): Rule => rule;

/** `POST /orders`, in code style, for messages. */
export const label = ({ method, path }: Pick<Operation, 'method' | 'path'>): string =>
  `\`${method} ${path}\``;

/** `a`, `b` and `c`, in code style. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop() ?? '';
  return quoted.length > 0 ? `${quoted.join(', ')} and ${last}` : last;
}
