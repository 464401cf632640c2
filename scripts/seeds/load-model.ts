import { fileURLToPath } from 'node:url';
import { type ApiModel, loadDescription, toApiModel } from '../../packages/openapi/src/index.ts';

/** The model of a description. The seeds take long beside other work, so a slow start ends nothing. */
export async function loadModel(url: URL): Promise<ApiModel> {
  const loaded = await loadDescription(fileURLToPath(url), { limits: { milliseconds: 120_000 } });
  if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return toApiModel(loaded.description).model;
}
