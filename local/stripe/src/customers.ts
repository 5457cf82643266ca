import { seconds, type Operation } from './context.ts';
import { found, missing } from './errors.ts';
import { textOf, textsOf } from './form.ts';
import { filtered, page } from './lists.ts';
import { nextId, type Customer, type State } from './state.ts';

export const createCustomer: Operation = (context, { form }) => {
  const { state } = context;
  const id = nextId(state, 'cus');
  const customer: Customer = { object: 'customer', id, name: textOf(form, 'name') ?? null, email: textOf(form, 'email') ?? null, created: seconds(context.now()), metadata: textsOf(form, 'metadata'), livemode: false };
  state.customers[id] = customer;
  context.raise('customer.created', customer);
  return customer;
};

export const listCustomers: Operation = ({ state }, { form }) => page('/v1/customers', filtered(Object.values(state.customers).filter(({ deleted }) => deleted === undefined), form, ['email']), form);

export const retrieveCustomer: Operation = ({ state }, { id }) => {
  const customer = found(state.customers, 'customer', id);
  return customer.deleted === undefined ? customer : deletedOne(id);
};

/** It stays to be asked for, and nothing can be done with it any more. Its invoices stay as they are. @see https://docs.stripe.com/api/customers/delete */
export const deleteCustomer: Operation = (context, { id }) => {
  const customer = usableCustomer(context.state, id);
  context.state.customers[id] = { ...customer, deleted: true };
  context.raise('customer.deleted', customer);
  return deletedOne(id);
};

const deletedOne = (id: string): object => ({ object: 'customer', id, deleted: true });

/** A customer that something can be done with. @throws StripeApiError when there is none, or none any more */
export function usableCustomer(state: State, id: string): Customer {
  const customer = found(state.customers, 'customer', id);
  if (customer.deleted === true) throw missing('customer', id);
  return customer;
}
