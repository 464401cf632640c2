import type { ApiModel } from '@plumbline/openapi';
import { docComment, indexedAccess, propertyName } from './escape.ts';
import { fileHeader, type HeaderOptions } from './header.ts';
import { mediaClass } from './media-class.ts';
import { typeText } from './server/type-text.ts';
import type { TypeChoices } from './types/type-choices.ts';
import type { TypesDocument } from './types/types-document.ts';

interface WebhooksSource {
  readonly model: ApiModel;
  readonly types: TypesDocument;
  /** The file of these types. */
  readonly typesFile: string;
}

/**
 * `webhooks.ts`: what the API sends by itself, typed for the program that receives it. `undefined` where the
 * description has neither webhooks nor callbacks.
 */
export function printWebhooksFile(
  { model, types, typesFile }: WebhooksSource,
  options: HeaderOptions & TypeChoices,
): string | undefined {
  const body = [webhooksType(model, types), callbacksType(types)].filter((text) => text !== '').join('\n');
  if (body === '') return undefined;
  const names = ['components', 'operations'].filter((name) => body.includes(`${name}[`));
  const imports = names.length === 0 ? '' : `import type { ${names.join(', ')} } from './${typesFile}';\n\n`;
  return `${fileHeader(options)}${imports}${body}`;
}

function webhooksType({ webhooks }: ApiModel, types: TypesDocument): string {
  if (webhooks.length === 0) return '';
  const members = [...Map.groupBy(webhooks, ({ path }) => path)].map(([name, operations]) => {
    const payloads = operations.map(({ id }) => payloadType(id, types));
    return docComment(operations[0]?.summary, '  ') + payloadLine('  ', name, payloads);
  });
  return `/** The body of what the API sends to each webhook, by the webhook's name. */\nexport interface WebhookPayloads {\n${members.join('')}}\n`;
}

function callbacksType(types: TypesDocument): string {
  if (types.callbacks.length === 0) return '';
  const owners = [...Map.groupBy(types.callbacks, ({ owner }) => owner)].map(([owner, callbacks]) => {
    const members = [...Map.groupBy(callbacks, ({ name }) => name)].map(([name, requests]) =>
      payloadLine(
        '    ',
        name,
        requests.map(({ operation }) => payloadType(operation, types)),
      ),
    );
    return `  ${propertyName(owner)}: {\n${members.join('')}  };\n`;
  });
  return `/** The body of what the API sends in answer to an operation, by the operation's id and the callback's name. */\nexport interface CallbackPayloads {\n${owners.join('')}}\n`;
}

const payloadLine = (indent: string, name: string, payloads: readonly string[]): string =>
  `${indent}${propertyName(name)}: ${[...new Set(payloads)].join(' | ')};\n`;

/** The body as the receiver has it; `undefined` where there is none, or may be none. */
function payloadType(operation: string, { operations, keys }: TypesDocument): string {
  const body = operations.get(operation)?.requestBody;
  if (body === undefined) return 'undefined';
  const place = `NonNullable<${indexedAccess('operations', operation, 'requestBody')}>`;
  const alternatives = Object.entries(body.content).map(([token, { schema }]) => {
    const mediaType = keys.original(token) ?? token;
    const kind = mediaClass(mediaType);
    if (kind === 'text') return 'string';
    if (kind === 'bytes') return 'Uint8Array<ArrayBuffer>';
    return typeText(schema, indexedAccess(place, 'content', mediaType));
  });
  const known = alternatives.length === 0 ? ['unknown'] : alternatives;
  return [...new Set([...known, ...(body.required ? [] : ['undefined'])])].join(' | ');
}
