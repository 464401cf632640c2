import type { NodeType, SpecVersion } from '@redocly/openapi-core';
import { getTypes } from './redocly-parts.ts';

/**
 * Redocly's tables of the specification. That of the device flow of OpenAPI 3.2 names a type for its scopes
 * that there is not, so that whoever looks one up fails: it gets what the other flows say of theirs.
 */
export function specificationTypes(version: SpecVersion): Record<string, NodeType> {
  const types = getTypes(version);
  const { DeviceAuthorization: deviceFlow, ClientCredentials: otherFlow } = types;
  const scopes = otherFlow?.properties.scopes;
  if (!deviceFlow || scopes === undefined) return types;
  return {
    ...types,
    DeviceAuthorization: { ...deviceFlow, properties: { ...deviceFlow.properties, scopes } },
  };
}
