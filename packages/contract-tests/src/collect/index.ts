export { type Collector, type CollectorOptions, createCollector } from './collector.ts';
export type { NodeMiddleware } from './node-middleware.ts';
