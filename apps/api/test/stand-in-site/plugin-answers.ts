/** What the helper plugin of the stand-in site answers, in the shapes of the real one. */

type Envelope = { readonly status: number; readonly response: string; readonly body_response: unknown };

function wrap(response: string, body: unknown): Envelope {
  return { status: 200, response, body_response: body };
}

/** The forms by plugin and id; `Forminator` is there because the real list has plugins that are not tested. */
export function formsList(siteUrl: string): Envelope {
  const page = (id: number, path: string) => [{ ID: id, url: new URL(path, siteUrl).href }];
  return wrap('Successfully retrieved the forms list.', {
    CF7: { 12: { ID: 'a1b2c3d', Name: 'Contact form', pages: page(42, 'contact/') } },
    WpForms: { 21: { ID: 21, Name: 'Newsletter', pages: page(43, 'newsletter/') } },
    GravityForms: {
      3: { ID: '3', Name: 'Application', addons: ['gravityformsmailchimp'], pages: page(44, 'apply/') },
    },
    NinjaForms: { 5: { ID: '5', Name: 'Quote', pages: page(45, 'quote/') } },
    ForminatorForms: { 9: { ID: 9, Name: 'Poll' } },
  });
}

export function siteInfo(siteUrl: string, pluginVersion: string): Envelope {
  const plugin = (name: string, version: string, file: string) => ({
    name,
    version,
    plugin_file: file,
    active: true,
  });
  return wrap('Successfully retrieved the site info.', {
    plugins: [
      plugin('CheckView', pluginVersion, 'checkview/checkview.php'),
      plugin('Contact Form 7', '6.1', 'contact-form-7/wp-contact-form-7.php'),
      plugin('Gravity Forms', '2.9.5', 'gravityforms/gravityforms.php'),
      plugin('Ninja Forms', '3.10.1', 'ninja-forms/ninja-forms.php'),
      plugin('WPForms Lite', '1.9.6', 'wpforms-lite/wpforms.php'),
      plugin('WooCommerce', '9.8.1', 'woocommerce/woocommerce.php'),
      { ...plugin('Hello Dolly', '1.7.2', 'hello-dolly/hello.php'), active: false },
    ],
    themes: [{ name: 'Twenty Twenty-Five', version: '1.2', stylesheet: 'twentytwentyfive', active: true }],
    core: { version: '6.8.1' },
    ajax_url: new URL('wp-admin/admin-ajax.php', siteUrl).href,
    logs: {},
  });
}

export function products(siteUrl: string): Envelope {
  return wrap('Successfully retrieved the products.', [
    {
      id: 311,
      name: 'Shirt',
      slug: 'shirt',
      url: new URL('product/shirt/', siteUrl).href,
      thumbnail: new URL('wp-content/uploads/shirt-150x150.jpg', siteUrl).href,
      type: 'variable',
      variations: [
        { id: 312, attributes: { attribute_pa_color: 'blue', attribute_pa_size: 'm' } },
        { id: 313, attributes: { attribute_pa_color: 'red', attribute_pa_size: 'l' } },
      ],
    },
  ]);
}

export function testProduct(siteUrl: string): Envelope {
  return wrap('Successfully retrieved the test product.', {
    id: 1207,
    name: 'CheckView Testing Product',
    slug: 'checkview-testing-product',
    url: new URL('product/checkview-testing-product/', siteUrl).href,
    thumbnail: false,
    type: 'simple',
    variations: [],
  });
}

export function activeGateways(): Envelope {
  return wrap('Successfully retrieved the gateways.', { cod: 'Cash on delivery', stripe: 'Stripe' });
}

export function formTestRegistered(): Envelope {
  return { status: 200, response: 'success', body_response: 'Check Form Test Successfully Added.' };
}

export function formTestDeleted(): Envelope {
  return wrap('Successfully removed the results.', []);
}
