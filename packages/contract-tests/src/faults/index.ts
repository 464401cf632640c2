export { type CommandSuiteOptions, createCommandSuite, targetVariable } from './command-suite.ts';
export { createContractSuite } from './contract-suite.ts';
export { createFault, type Fault, type FaultMiddleware, type FaultOptions } from './create-fault.ts';
export type { FaultNeed, FaultOperator, FaultPlace, Injection } from './fault-operator.ts';
export { faultGroups, faultOperators } from './fault-operators.ts';
export { type FaultProxy, type ProxyHandler, startFaultProxy } from './fault-proxy.ts';
export { formatMutationReport, type MutationReportFormat } from './format-mutation-report.ts';
export type { Mutant } from './mutant.ts';
export {
  BaselineFailed,
  type Lend,
  type LentTarget,
  type MutateOptions,
  type MutationEvent,
  type MutationRun,
  mutate,
} from './mutate.ts';
export {
  type MutantOutcome,
  type MutantResult,
  type MutationCounts,
  type MutationReport,
  mergeMutationReports,
} from './mutation-report.ts';
export type { Alarm, MutationSuite, SuiteTask, TestedTarget } from './mutation-suite.ts';
export { type PlanMutantsOptions, planMutants } from './plan-mutants.ts';
