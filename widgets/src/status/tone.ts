/** The few meanings a status can have; each has an ink and a tint in both schemes. */
export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';
