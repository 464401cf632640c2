/**
 * Compiled, not run: `readOnly` and `writeOnly` leave lists, unions and inference alone. What openapi-fetch 0.17
 * broke (openapi-typescript 2615, 2620, 2632, and what 2650 would mend) on a description of the same shape.
 */
import { createClient } from './generated/policies/client.ts';
import type { Part, Policy, PolicyRequest } from './generated/policies/schemas.ts';

const client = createClient({ baseUrl: 'https://policies.example' });

/** A list stays a list, with its functions, though it, its items and all around are `readOnly`. */
export async function lists(): Promise<readonly string[]> {
  const { data } = await client.GET('/policies');
  const [first] = data ?? [];
  const tags: readonly string[] | undefined = first?.tags;
  const joined = first?.tags.map((tag) => tag.toUpperCase()).join();
  const all: Policy[] = (data ?? []).filter(({ id }) => id > 1);
  // A tuple stays a tuple.
  const pairs: [string, string][] = first?.pairs ?? [];
  // @ts-expect-error it has two items
  pairs[0]?.[2];
  return [
    ...(tags ?? []),
    joined ?? '',
    ...all.flatMap(({ tags: more }) => more),
    ...pairs.map(([name]) => name),
  ];
}

/** A union stays one that its member tells apart, however deep. */
export async function unions(): Promise<number> {
  const { data } = await client.GET('/policies');
  const part = data?.[0]?.cover.part;
  if (part?.['@type'] === 'Fire') return part.inner.alarms;
  if (part?.['@type'] === 'Bundle') {
    const [inside] = part.inner.parts;
    if (inside?.['@type'] === 'Flood') return inside.inner.height;
    // @ts-expect-error it may be a fire or a bundle
    return inside?.inner.height;
  }
  const floods = (data ?? []).flatMap(({ parts }) => parts.filter((one) => one['@type'] === 'Flood'));
  return floods.reduce((sum, { inner }) => sum + inner.height, 0);
}

/** What functions infer from is the type itself, under its name. */
export async function inference(): Promise<Part | undefined> {
  const firstOf = <Item>(items: readonly Item[]): Item | undefined => items[0];
  const { data } = await client.GET('/policies');
  const policy: Policy | undefined = firstOf(data ?? []);
  return firstOf(policy?.parts ?? []);
}

/** Each side has the members that it writes, required ones too, also inside of lists and unions. */
export async function directions(): Promise<void> {
  const sent: PolicyRequest = {
    pairs: [['a', 'b']],
    parts: [{ '@type': 'Bundle', inner: { parts: [{ '@type': 'Fire', inner: { alarms: 1 } }] } }],
    secret: 's',
    cover: { part: { '@type': 'Flood', inner: { height: 1 } } },
  };
  const { data } = await client.POST('/policies', { body: sent });
  data?.cover.since?.toUpperCase();
  // @ts-expect-error no answer has it
  data?.secret.toUpperCase();
  // @ts-expect-error the server gives it
  await client.POST('/policies', { body: { ...sent, id: 1 } });
  const fire: PolicyRequest['parts'][number] = {
    '@type': 'Fire',
    // @ts-expect-error also inside of a union inside of a list
    number: 1,
    inner: { alarms: 1 },
  };
  await client.POST('/policies', { body: { ...sent, parts: [fire] } });
  const { secret: _, ...withoutSecret } = sent;
  // @ts-expect-error what only a request has may be required of it
  await client.POST('/policies', { body: withoutSecret });
}
