export {
  type AnswerObligation,
  type ContractViolation,
  placeText,
  type RequestObligation,
  violationText,
} from './check/contract-violation.ts';
export type { DescriptionPlaces } from './check/promise-places.ts';
export type { MockClock } from './control/mock-clock.ts';
export { createMockServer } from './create-mock-server.ts';
export { type ContractGuard, createContractGuard, type GuardOptions } from './guard/contract-guard.ts';
export { GuardError, type GuardFinding } from './guard/guard-error.ts';
export type { ExchangeLog, LogOptions } from './log/exchange-log.ts';
export type { AnsweredBy, ExchangeRecord, RecordedBody, RecordedMessage } from './log/exchange-record.ts';
export { toHar } from './log/har.ts';
export { type CountedViolation, type OperationVerdict, VerdictCount, type Verdicts } from './log/verdicts.ts';
export type {
  BehaviourSwitches,
  MockOptions,
  MockServer,
  MockSource,
  OngoingTrouble,
  Responder,
  TroubleOptions,
} from './mock-options.ts';
export {
  type CollectionView,
  DEFAULT_SESSION,
  type ItemSnapshot,
  type MockSession,
  type MockState,
  type MockToken,
  type OperationRole,
  type SeedData,
  SeedError,
  type SessionView,
  type ShelfSnapshot,
  type SingletonSnapshot,
  type StateSnapshot,
} from './state/mock-state.ts';
export { ConnectionReset } from './trouble/connection-reset.ts';
export { TroubleSyntaxError, troubleNames } from './trouble/parse-trouble.ts';
export type { TroubleScope } from './trouble/trouble-rules.ts';
export { UpstreamError, type UpstreamOptions } from './upstream/upstream-options.ts';
