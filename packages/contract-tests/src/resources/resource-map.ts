// The mock reads the same from a description, so it stands where both reach it.
export { createResourceMap, type PathId, type ResourceMap } from '@plumbline/openapi';
