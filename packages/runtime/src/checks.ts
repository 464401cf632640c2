// What compiled checks call while they run, so that generated code depends on one package only.
export * from '@plumbline/json-schema/check-runtime';
