/** How many notices come in one request at most: said where they are ordered, and held where they come. */
export const MOST_NOTICES = 100;
