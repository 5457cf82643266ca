import { graphql, type ResultOf, type VariablesOf } from '../api/graphql.ts';
import { invoiceFragment } from '../invoices/invoice-document.ts';

const productFragment = graphql(`
  fragment ProductPrices on Product {
    code
    name { ko en }
    unit
    prices { id status from to perQuantity unit amount { amount currency } }
  }
`);

export const productsQuery = graphql(`query Products { products { ...ProductPrices } }`, [productFragment]);

export const publishMutation = graphql(
  `
    mutation PublishPrice($product: ID!, $amount: String!, $currency: Currency!, $perQuantity: Float!, $from: DateTime!) {
      publishPrice(product: $product, amount: $amount, currency: $currency, perQuantity: $perQuantity, from: $from) { ...ProductPrices }
    }
  `,
  [productFragment],
);

const contractFragment = graphql(`
  fragment ContractTerms on Contract {
    id currency discountPercent from to
    institution { id name }
    unit { id name }
    allowance { amount currency }
    spent { amount currency }
  }
`);

const customerFragment = graphql(`fragment CustomerTerms on Customer { id name currency units { id name } budget { amount currency } }`);

export const contractsQuery = graphql(`query Contracts { contracts { ...ContractTerms } customers { ...CustomerTerms } }`, [contractFragment, customerFragment]);

export const addContractMutation = graphql(
  `
    mutation AddContract($key: ID!, $institutionId: ID!, $unitId: ID, $currency: Currency!, $allowance: String!, $discountBasisPoints: Int!, $from: DateTime, $to: DateTime) {
      addContract(key: $key, institutionId: $institutionId, unitId: $unitId, currency: $currency, allowance: $allowance, discountBasisPoints: $discountBasisPoints, from: $from, to: $to) { ...ContractTerms }
    }
  `,
  [contractFragment],
);

export const endContractMutation = graphql(`mutation EndContract($id: ID!, $at: DateTime) { endContract(id: $id, at: $at) { ...ContractTerms } }`, [contractFragment]);

export const withdrawContractMutation = graphql(`mutation WithdrawContract($id: ID!) { withdrawContract(id: $id) { ...ContractTerms } }`, [contractFragment]);

export const setBudgetMutation = graphql(
  `mutation SetBudget($institutionId: ID!, $amount: String!, $currency: Currency!) { setBudget(institutionId: $institutionId, amount: $amount, currency: $currency) { ...CustomerTerms } }`,
  [customerFragment],
);

export const differencesQuery = graphql(`
  query DifferingInvoices {
    differingInvoices { id name isFinal since institution { id name } ours { amount currency } theirs { amount currency } }
  }
`);

export const customersQuery = graphql(`query Customers { customers { id name } }`);

export const customerInvoicesQuery = graphql(
  `
    query CustomerInvoices($standing: InvoiceStanding!, $institutionId: ID, $after: ID) {
      customerInvoices(standing: $standing, institutionId: $institutionId, after: $after) {
        institution { id name }
        invoice { ...InvoiceParts }
      }
    }
  `,
  [invoiceFragment],
);

export const priceCheckQuery = graphql(`
  query PriceCheck($product: ID!, $minutes: Float!, $contractId: ID) {
    priceCheck(product: $product, minutes: $minutes, contractId: $contractId) {
      list { amount currency }
      discount { amount currency }
      net { amount currency }
    }
  }
`);

export type Product = ResultOf<typeof productsQuery>['products'][number];
export type Price = Product['prices'][number];
export type Agreed = ResultOf<typeof contractsQuery>;
export type Contract = ResultOf<typeof contractsQuery>['contracts'][number];
export type Customer = ResultOf<typeof contractsQuery>['customers'][number];
export type CustomerInvoice = ResultOf<typeof customerInvoicesQuery>['customerInvoices'][number];
export type InvoiceStanding = VariablesOf<typeof customerInvoicesQuery>['standing'];
export type InvoiceDifference = ResultOf<typeof differencesQuery>['differingInvoices'][number];
export type Currency = Contract['currency'];

export const currencies: readonly Currency[] = ['KRW', 'USD'];
