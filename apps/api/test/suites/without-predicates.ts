import {
  BinaryOperationNode,
  ColumnNode,
  type Kysely,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  OperatorNode,
  RawNode,
  ReferenceNode,
} from 'kysely';
import type { Tables } from '../../src/store/tables.ts';

/** The same database, whose queries have forgotten to ask for one organization only. */
export function withoutPredicates(db: Kysely<Tables>): Kysely<Tables> {
  const transformer = new PredicateRemover();
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => transformer.transformNode(node),
    transformResult: async ({ result }) => result,
  };
  return db.withPlugin(plugin);
}

class PredicateRemover extends OperationNodeTransformer {
  /** `organization_id = …` becomes `true`, unless it joins two tables. */
  protected override transformBinaryOperation(node: BinaryOperationNode): BinaryOperationNode {
    if (!isOfOrganization(node)) return super.transformBinaryOperation(node);
    const yes: OperationNode = RawNode.createWithSql('true');
    return BinaryOperationNode.create(yes, OperatorNode.create('='), yes);
  }
}

function isOfOrganization({ leftOperand, operator, rightOperand }: BinaryOperationNode): boolean {
  if (!ReferenceNode.is(leftOperand) || ReferenceNode.is(rightOperand)) return false;
  const isEqual = OperatorNode.is(operator) && operator.operator === '=';
  const { column } = leftOperand;
  return isEqual && ColumnNode.is(column) && column.column.name === 'organization_id';
}
