/** Where the present comes from. Tests give their own. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
