import type { Obligation, ObligationKind } from '../obligation.ts';

/** What the first letter of a kind says, in the order of reports. */
const classNames = {
  R: 'Responses',
  Q: 'Requests',
  A: 'Access',
  P: 'Problems',
  L: 'Life cycle',
  T: 'Tenancy',
  G: 'Paging',
  I: 'Idempotency',
  X: 'Rate limits',
  O: 'Other',
} as const;

export type ObligationClass = (typeof classNames)[keyof typeof classNames];

export const obligationClasses: readonly ObligationClass[] = Object.values(classNames);

/** The class of an obligation: what kind of promise it is about. */
export function classOf({ kind }: Pick<Obligation, 'kind'>): ObligationClass {
  return classNames[letterOf(kind)];
}

type ClassLetter = keyof typeof classNames;

function letterOf(kind: ObligationKind): ClassLetter {
  // Every kind begins with its letter and a dot; a letter that is no class of its own is among the others.
  const letter = kind.slice(0, kind.indexOf('.'));
  return Object.hasOwn(classNames, letter) ? (letter as ClassLetter) : 'O'; // it is a key, as was just seen
}
