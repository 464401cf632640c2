export { createMockServer } from './create-mock-server.ts';
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
