export { type Collector, type CollectorOptions, createCollector } from './collector.ts';
export type { NodeMiddleware } from './node-middleware.ts';
export type { WebContext, WebMiddleware } from './web-middleware.ts';
