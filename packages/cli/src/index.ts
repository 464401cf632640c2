export { defineConfig, type PlumblineConfig } from './config/plumbline-config.ts';
