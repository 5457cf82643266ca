import { seconds, type Operation } from './context.ts';
import { found } from './errors.ts';
import { textOf, textsOf } from './form.ts';
import { filtered, page } from './lists.ts';
import { nextId, type Customer } from './state.ts';

export const createCustomer: Operation = (context, { form }) => {
  const { state } = context;
  const id = nextId(state, 'cus');
  const customer: Customer = { object: 'customer', id, name: textOf(form, 'name') ?? null, email: textOf(form, 'email') ?? null, created: seconds(context.now()), metadata: textsOf(form, 'metadata'), livemode: false };
  state.customers[id] = customer;
  context.raise('customer.created', customer);
  return customer;
};

export const listCustomers: Operation = ({ state }, { form }) => page('/v1/customers', filtered(Object.values(state.customers), form, ['email']), form);

export const retrieveCustomer: Operation = ({ state }, { id }) => found(state.customers, 'customer', id);
