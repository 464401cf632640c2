export {
  applyBaseline,
  type Baseline,
  type BaselineContext,
  type Baselined,
  type BaselineEntry,
  parseBaseline,
  printBaseline,
  updateBaseline,
} from './baseline/baseline.ts';
export { type Coverage, type CoverageRow, coverageOf } from './coverage/coverage-of.ts';
export { type ObligationClass, obligationClasses } from './coverage/obligation-class.ts';
export { type Outcome, outcomeOf } from './coverage/outcome.ts';
export type { SeenProperty } from './coverage/property-watch.ts';
export type { Tally } from './coverage/tally.ts';
export type { TestEvent } from './event.ts';
export type { RecordedExchange, RecordedRequest, RecordedResponse } from './exchange.ts';
export {
  type ContractLock,
  compareWithLock,
  type LockComparison,
  type LostProof,
  parseLock,
  printLock,
  updateLock,
} from './lock/contract-lock.ts';
export { type Obligation, type ObligationKind, obligationKinds, type Subject } from './obligation.ts';
export type { ObligationResult, Waiver } from './obligation-result.ts';
export { planObligations } from './plan/plan-obligations.ts';
export type { Selection } from './plan/select.ts';
export type { Shard } from './plan/shard.ts';
export type {
  BodyRule,
  IdPlace,
  Replay,
  ReplayExpectation,
  ReplayPiece,
  ReplayStep,
  ReplayText,
} from './replay.ts';
export { formatEvent } from './report/format-event.ts';
export { formatReport, type ReportFormat } from './report/format-report.ts';
export { formatResourceGraph, type GraphFormat } from './report/graph-report.ts';
export { mergeReports, UnlikeReports } from './report/merge-reports.ts';
export { parseReport } from './report/parse-report.ts';
export { formatPlan, type PlanOptions } from './report/plan-report.ts';
export { type Report, violations, warnings } from './report/report.ts';
export type { ReportOptions } from './report/report-options.ts';
export type { Edge } from './resources/edge-watch.ts';
export {
  type Need,
  type Resource,
  type ResourceGraph,
  toResourceGraph,
} from './resources/resource-graph.ts';
export { Unreachable } from './run/unreachable.ts';
export { type ContractTestRun, runContractTests } from './run-contract-tests.ts';
export { type SavedTests, saveTests } from './save/save-tests.ts';
export { InvalidSetup } from './setup/invalid-setup.ts';
export { defineSetup, type Setup } from './setup/setup.ts';
export type { SetupAnswer, SetupApi, SetupCall, SetupStep, Way } from './setup/way.ts';
export type {
  ContractTestOptions,
  Credentials,
  Identity,
  Mint,
  MintOperation,
  MovableClock,
  Target,
} from './target.ts';
export { type Finding, type Reason, reasons, type Verdict } from './verdict.ts';
