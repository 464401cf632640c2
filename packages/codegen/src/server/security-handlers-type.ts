import type { ApiModel, SecurityScheme } from '@plumbline/openapi';
import { docComment, propertyName } from '../escape.ts';

/** The interface of what finds the caller behind credentials: one member for each scheme in use. */
export function securityHandlersType(model: ApiModel): string {
  const used = new Set(
    model.operations.flatMap(({ security }) =>
      security.flatMap(({ schemes }) => schemes.map(({ name }) => name)),
    ),
  );
  const members = model.securitySchemes
    .filter(({ name }) => used.has(name))
    .map((scheme) => {
      const handler = `SecurityHandler<Caller, ${credentialsType(scheme)}>`;
      return `${docComment(scheme.description, '  ')}  readonly ${propertyName(scheme.name)}: ${handler};\n`;
    });
  const caller = members.length > 0 ? 'Caller' : '_Caller';
  return [
    '/** Finds the caller behind the credentials of each security scheme. */\n',
    `export interface SecurityHandlers<${caller} extends Principal = Principal> {\n`,
    members.join(''),
    '}\n',
  ].join('');
}

function credentialsType({ type, scheme }: SecurityScheme): string {
  if (type === 'apiKey') return 'ApiKeyCredentials';
  if (type === 'mutualTLS') return 'MutualTlsCredentials';
  if (type !== 'http' || scheme === 'bearer') return 'BearerCredentials';
  return scheme === 'basic' ? 'BasicCredentials' : 'HttpCredentials';
}
