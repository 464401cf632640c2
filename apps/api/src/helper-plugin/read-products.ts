import { askPlugin, type PluginDoor, type SiteAccess, unwrap } from './ask-plugin.ts';
import { readItems, readObject, readText, readUrl, type UntrustedObject } from './untrusted.ts';

/** A WooCommerce product that a checkout flow can buy (`WebsiteProduct` of the description). */
export interface PluginProduct {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly url: string;
  readonly thumbnailUrl: string | null;
  readonly type: 'simple' | 'variable' | 'other';
  readonly isTestProduct: boolean;
  readonly variations: readonly PluginProductVariation[];
}

export interface PluginProductVariation {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const limits = { products: 1_000, variations: 200, attributes: 30, text: 200 };

const testProductSlug = 'checkview-testing-product';

/**
 * The products of a website with the test product; none when WooCommerce is not active.
 *
 * @throws {ConnectionTrouble}
 */
export async function readProducts(door: PluginDoor, site: SiteAccess): Promise<readonly PluginProduct[]> {
  const listed = unwrap(await askPlugin(door, site, { route: 'store/products' }));
  // The plugin says false when it finds no WooCommerce; then it has no test product either.
  if (listed === false || listed === null) return [];
  const hidden = unwrap(await askPlugin(door, site, { route: 'store/getstoretestproduct' }));
  return parseProducts([...readItems(listed, limits.products), hidden], site.url);
}

export function parseProducts(items: readonly unknown[], siteUrl: string): readonly PluginProduct[] {
  const products = new Map<string, PluginProduct>();
  for (const item of items) {
    const product = parseProduct(readObject(item), siteUrl);
    if (product) products.set(product.id, product);
  }
  return [...products.values()];
}

function parseProduct(item: UntrustedObject | null, siteUrl: string): PluginProduct | null {
  const id = readWooCommerceId(item?.id);
  const url = readUrl(item?.url ?? item?.permalink, siteUrl);
  if (!item || !id || !url) return null;
  const name = readText(item.name, limits.text) || `Product ${id}`;
  const slug = readText(item.slug, limits.text) ?? '';
  const variations = readItems(item.variations, limits.variations).flatMap(
    (one) => parseVariation(one) ?? [],
  );
  return {
    id,
    name,
    slug,
    url,
    thumbnailUrl: readUrl(item.thumbnail, siteUrl),
    type: readType(item.type, variations.length > 0),
    isTestProduct: slug === testProductSlug,
    variations,
  };
}

function readType(value: unknown, hasVariations: boolean): PluginProduct['type'] {
  if (hasVariations || value === 'variable') return 'variable';
  return value === 'simple' || value === undefined ? 'simple' : 'other';
}

function parseVariation(value: unknown): PluginProductVariation | null {
  const variation = readObject(value);
  const id = readWooCommerceId(variation?.id ?? variation?.variation_id);
  if (!variation || !id) return null;
  const pairs = Object.entries(readObject(variation.attributes) ?? {})
    .slice(0, limits.attributes)
    .flatMap(([name, text]) => toAttribute(name, text));
  return { id, attributes: Object.fromEntries(pairs) };
}

/** WooCommerce writes the name of an attribute as `attribute_pa_color`. */
function toAttribute(name: string, value: unknown): readonly [string, string][] {
  const text = readText(value, limits.text);
  const key = readText(name.replace(/^attribute_(?:pa_)?/, ''), limits.text);
  return text !== null && key ? [[key, text]] : [];
}

function readWooCommerceId(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[1-9]\d{0,18}$/.test(text) ? text : null;
}
