import { graphql, type ResultOf } from '../api/graphql.ts';

export const viewerQuery = graphql(`
  query Viewer {
    viewer {
      id
      name
      anonymous
      language
      actor
      actors
      institution { id name }
      course { id title unit }
      activityTitle
      returnUrl
      choosingContent
      review { learner { id name } }
      sessionEndsAt
    }
  }
`);

export const setLanguageMutation = graphql(`
  mutation SetLanguage($language: Language!) {
    setLanguage(language: $language) { id language }
  }
`);

export const signOutMutation = graphql(`
  mutation SignOut {
    signOut
  }
`);

export type Viewer = ResultOf<typeof viewerQuery>['viewer'];
export type Actor = Viewer['actor'];
