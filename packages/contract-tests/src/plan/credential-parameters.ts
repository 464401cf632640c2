import type { ApiModel, Operation, Parameter, SecurityScheme } from '@plumbline/openapi';

type Schemes = Pick<ApiModel, 'securitySchemes'>;

/**
 * The scheme of an operation whose secret travels as this parameter. Descriptions often declare the place of an API
 * key once more as a parameter; it then belongs to the credentials and promises nothing of its own.
 */
export function schemeOfParameter(
  { securitySchemes }: Schemes,
  { security }: Operation,
  parameter: Parameter,
): SecurityScheme | undefined {
  return securitySchemes.find(
    (scheme) =>
      scheme.type === 'apiKey' &&
      scheme.in === parameter.in &&
      isSameName(parameter, scheme.parameterName) &&
      security.some(({ schemes }) => schemes.some(({ name }) => name === scheme.name)),
  );
}

/** Names of headers have no case (RFC 9110, section 5.1). */
const isSameName = ({ in: location, name }: Parameter, other: string | undefined): boolean =>
  location === 'header' ? name.toLowerCase() === other?.toLowerCase() : name === other;

/** The schemes whose secrets an operation asks for by required parameters, whatever alternative is chosen. */
export function requiredSchemes(model: Schemes, operation: Operation): readonly SecurityScheme[] {
  return operation.parameters.flatMap((parameter) => {
    const scheme = parameter.required ? schemeOfParameter(model, operation, parameter) : undefined;
    return scheme ? [scheme] : [];
  });
}
