import type { Obligation } from '../obligation.ts';
import { classOf } from './obligation-class.ts';

/** Promises that schemas cannot express, as people name them. */
export type BehaviourName =
  | 'scopes'
  | 'roles'
  | 'problem details'
  | 'life cycle'
  | 'tenancy'
  | 'paging'
  | 'idempotency'
  | 'rate limits';

const ofClass: Partial<Record<ReturnType<typeof classOf>, BehaviourName>> = {
  Problems: 'problem details',
  'Life cycle': 'life cycle',
  Tenancy: 'tenancy',
  Paging: 'paging',
  Idempotency: 'idempotency',
  'Rate limits': 'rate limits',
};

/** The behaviour that an obligation is about; undefined where schemas and HTTP say it. */
export function behaviourOf(obligation: Pick<Obligation, 'kind'>): BehaviourName | undefined {
  if (obligation.kind.startsWith('A.scope.')) return 'scopes';
  if (obligation.kind.startsWith('A.role.')) return 'roles';
  return ofClass[classOf(obligation)];
}
