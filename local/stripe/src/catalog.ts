import { seconds, type Operation } from './context.ts';
import { found } from './errors.ts';
import { neededInteger, neededText, textOf, textsOf } from './form.ts';
import { filtered, page } from './lists.ts';
import { nextId, type Price, type Product } from './state.ts';

export const createProduct: Operation = (context, { form }) => {
  const id = nextId(context.state, 'prod');
  const product: Product = { object: 'product', id, name: neededText(form, 'name'), active: true, created: seconds(context.now()), metadata: textsOf(form, 'metadata'), livemode: false };
  context.state.products[id] = product;
  return product;
};

export const listProducts: Operation = ({ state }, { form }) => page('/v1/products', filtered(Object.values(state.products), form, ['active']), form);

export const retrieveProduct: Operation = ({ state }, { id }) => found(state.products, 'product', id);

export const createPrice: Operation = (context, { form }) => {
  const { state } = context;
  const product = found(state.products, 'product', neededText(form, 'product')).id;
  const id = nextId(state, 'price');
  const price: Price = {
    object: 'price',
    id,
    product,
    currency: neededText(form, 'currency'),
    unit_amount: neededInteger(form, 'unit_amount'),
    lookup_key: textOf(form, 'lookup_key') ?? null,
    active: true,
    type: 'one_time',
    created: seconds(context.now()),
    metadata: textsOf(form, 'metadata'),
    livemode: false,
  };
  state.prices[id] = price;
  return price;
};

export const listPrices: Operation = ({ state }, { form }) => page('/v1/prices', filtered(Object.values(state.prices), form, ['product', 'currency', 'active']), form);

export const retrievePrice: Operation = ({ state }, { id }) => found(state.prices, 'price', id);
