export { guardMsw, type MswEvents } from './guard-msw.ts';
export { type MswOptions, mswHandlers } from './msw-handlers.ts';
