/** A security plugin of a site that refuses CheckView. */
export interface BlockingPlugin {
  /** As `blockedBy` names it. */
  readonly slug: string;
  readonly name: string;
}

/** What the pages and errors of a security plugin give away of it. */
const knownPlugins: readonly (BlockingPlugin & { readonly marks: RegExp })[] = [
  {
    slug: 'solidwp-security',
    name: 'SolidWP Security',
    // Its REST errors still carry the prefix of iThemes Security, its former name.
    marks: /\bitsec[-_]|solid[-_ ]?(?:wp|security)|ithemes[-_ ]security|better-wp-security/i,
  },
  {
    slug: 'defender-pro',
    name: 'Defender Pro',
    marks: /wp-?defender|defender[-_ ](?:pro|security)|\bwpdef[-_]/i,
  },
];

const refusals = new Set([401, 403, 406, 418, 423, 429]);

/** Which security plugin wrote a refusal; null if it is not known or no refusal. */
export function recognizeBlockingPlugin(answer: {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}): BlockingPlugin | null {
  if (!refusals.has(answer.status)) return null;
  const headers = Object.entries(answer.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const text = `${headers}\n${answer.text.slice(0, 100_000)}`;
  return knownPlugins.find(({ marks }) => marks.test(text)) ?? null;
}
