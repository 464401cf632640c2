/** What every server of the benchmark is asked and answers: about 1 KB in, about 2 KB out. */

interface Money {
  readonly amount: number;
  readonly currency: 'EUR' | 'USD' | 'GBP';
}

export interface NewOrder {
  readonly reference: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number; readonly price: Money }[];
}

/** The path that every server is asked at. */
export const path = '/customers/cus_0007/orders?dryRun=false';

export const newOrder = {
  reference: 'PO-2026-0815',
  note: 'Please ring twice; the parcel may be left with the neighbours on the ground floor.',
  billing: {
    name: 'Ada Lovelace',
    street: "12 St James's Square",
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
    phone: '+44 20 7946 0123',
  },
  shipping: {
    name: 'Charles Babbage',
    street: '1 Dorset Street',
    city: 'London',
    postalCode: 'W1U 4EG',
    country: 'GB',
  },
  items: [
    {
      sku: 'CARD-80',
      name: 'Punched cards, 80 columns',
      quantity: 500,
      price: { amount: 3, currency: 'GBP' },
    },
    { sku: 'GEAR-12', name: 'Brass gear, 12 teeth', quantity: 24, price: { amount: 1250, currency: 'GBP' } },
    { sku: 'CRANK-1', name: 'Crank handle', quantity: 1, price: { amount: 8900, currency: 'GBP' } },
    { sku: 'OIL-250', name: 'Machine oil, 250 ml', quantity: 2, price: { amount: 799, currency: 'GBP' } },
    { sku: 'BOOK-NG', name: 'Notes, with note G', quantity: 1, price: { amount: 4200, currency: 'GBP' } },
  ],
  metadata: { channel: 'web', campaign: 'autumn-2026', affiliate: 'none', basket: 'b-7f3a', locale: 'en-GB' },
} as const;

/** What a server does with an order: the same work for all of them, on top of whatever they check. */
export function placeOrder<Order extends NewOrder>(customerId: string, dryRun: boolean, order: Order) {
  const items = order.items.map((item, index) => ({
    id: `item_${index + 1}`,
    ...item,
    total: { amount: item.price.amount * item.quantity, currency: item.price.currency },
    status: 'reserved',
  }));
  const amount = items.reduce((sum, { total }) => sum + total.amount, 0);
  const history = [
    { type: 'received', at: '2026-11-24T08:00:00.000Z', by: 'storefront-eu-west' },
    { type: 'priced', at: '2026-11-24T08:00:00.120Z', by: 'pricing-engine' },
    { type: 'screened', at: '2026-11-24T08:00:00.180Z', by: 'fraud-screening' },
    { type: 'reserved', at: '2026-11-24T08:00:00.240Z', by: 'warehouse-north' },
    { type: 'scheduled', at: '2026-11-24T08:00:00.310Z', by: 'carrier-planning' },
    { type: 'confirmed', at: '2026-11-24T08:00:00.420Z', by: 'storefront-eu-west' },
  ];
  return {
    id: 'ord_000042',
    customerId,
    status: 'placed',
    dryRun,
    ...order,
    items,
    total: { amount, currency: 'GBP' },
    history,
  };
}
