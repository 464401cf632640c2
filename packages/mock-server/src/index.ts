export { createMockServer } from './create-mock-server.ts';
export type { MockOptions, MockServer, MockSource, Responder } from './mock-options.ts';
