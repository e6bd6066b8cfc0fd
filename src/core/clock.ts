/** The time, passed in, so that nothing depends on the machine's. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
