import { graphql, type ResultOf } from '../../api/graphql.ts';

export const packsQuery = graphql(`
  query PacksToChoose($search: String) {
    packs(search: $search) {
      id
      version
      title { ko en }
      summary { ko en }
      introduction { ko en }
      points
      usualMinutes
      limitMinutes
      services
      resources { logicalId type purpose { ko en } dependsOn }
    }
  }
`);

export const answerMutation = graphql(`
  mutation AnswerDeepLinking($packIds: [ID!]!) { answerDeepLinking(packIds: $packIds) { jwt returnUrl } }
`);

export type PackToChoose = ResultOf<typeof packsQuery>['packs'][number];
export type DeepLinkingAnswer = ResultOf<typeof answerMutation>['answerDeepLinking'];
