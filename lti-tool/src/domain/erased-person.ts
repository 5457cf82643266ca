/** What takes the place of a person's id in the LMS when they are erased: a number that leads to nobody. In SQL, of a row of `person`. */
export const ERASED_SUBJECT = `'erased/' || id`;

/**
 * Whether a person has been erased, in SQL.
 * @param person what the statement calls the table `person`
 */
export const isErased = (person: string): string => `${person}.subject = 'erased/' || ${person}.id`;
