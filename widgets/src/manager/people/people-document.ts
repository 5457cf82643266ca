import { graphql, type ResultOf } from '../../api/graphql.ts';

export const peopleQuery = graphql(`
  query People($text: String!) {
    people(text: $text) { people { id name email subject platform courses } moreThan }
  }
`);

export const keptQuery = graphql(`
  query KeptOfPerson($personId: ID!) {
    keptOfPerson(personId: $personId) { person { id name email subject platform courses } confirmation atWork parts { kind rows fate because } }
  }
`);

export const copyMutation = graphql(`
  mutation CopyPerson($personId: ID!) {
    copyPerson(personId: $personId)
  }
`);

export const eraseMutation = graphql(`
  mutation ErasePerson($personId: ID!, $reason: ErasureReason!, $typed: String!) {
    erasePerson(personId: $personId, reason: $reason, typed: $typed) { kind rows fate because }
  }
`);

export type FoundPerson = ResultOf<typeof peopleQuery>['people']['people'][number];
export type Kept = ResultOf<typeof keptQuery>['keptOfPerson'];
export type KeptPart = Kept['parts'][number];
