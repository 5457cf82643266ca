import { graphql, type ResultOf, type VariablesOf } from '../../api/graphql.ts';

const packFragment = graphql(`
  fragment PackToChoose on Pack {
    id
    version
    title { ko en }
    summary { ko en }
    introduction { ko en }
    points
    usualMinutes
    limitMinutes
    videoMinutes
    regions
    services
    steps { id title { ko en } points hints needs guide { ko en } }
    resources { logicalId type purpose { ko en } dependsOn }
  }
`);

export const packsQuery = graphql(`query PacksToChoose($search: String) { packs(search: $search) { ...PackToChoose } }`, [packFragment]);

/** What there is to choose for: a place in the platform, or the activity of this session. */
export const purposeQuery = graphql(
  `
    query ChoosingFor($inActivity: Boolean!) {
      choosing { platform takesLinks takesSeveral takesGrades }
      activityChoice @include(if: $inActivity) { pack { ...PackToChoose } stepIds points availableFrom availableUntil dueAt language begun }
    }
  `,
  [packFragment],
);

export const placedItemsQuery = graphql(`
  query PlacedItems($labs: [ChosenLab!]!) {
    placedItems(labs: $labs) { title text points availableFrom availableUntil dueAt }
  }
`);

export const answerMutation = graphql(`
  mutation AnswerDeepLinking($labs: [ChosenLab!]!) { answerDeepLinking(labs: $labs) { jwt returnUrl } }
`);

export const declineMutation = graphql(`
  mutation DeclineDeepLinking { declineDeepLinking { jwt returnUrl } }
`);

export const configureMutation = graphql(`
  mutation ConfigureActivity($lab: ChosenLab!) { configureActivity(lab: $lab) }
`);

export type PackToChoose = ResultOf<typeof packsQuery>['packs'][number];
export type PackStep = PackToChoose['steps'][number];
export type Choosing = NonNullable<ResultOf<typeof purposeQuery>['choosing']>;
export type ActivityChoice = NonNullable<ResultOf<typeof purposeQuery>['activityChoice']>;
export type PlacedItem = ResultOf<typeof placedItemsQuery>['placedItems'][number];
export type ChosenLab = VariablesOf<typeof configureMutation>['lab'];
export type DeepLinkingAnswer = ResultOf<typeof answerMutation>['answerDeepLinking'];
