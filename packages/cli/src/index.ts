export type { Setup, SetupAnswer, SetupApi, SetupCall, SetupStep, Way } from '@plumbline/contract-tests';
export { defineSetup } from '@plumbline/contract-tests/setup';
export { defineConfig, type PlumblineConfig } from './config/plumbline-config.ts';
