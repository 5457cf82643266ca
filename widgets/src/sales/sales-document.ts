import { graphql, type ResultOf } from '../api/graphql.ts';

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

export const contractsQuery = graphql(`
  query Contracts {
    contracts { id currency discountPercent from to institution { id name } spent { amount currency } }
  }
`);

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
export type Contract = ResultOf<typeof contractsQuery>['contracts'][number];
