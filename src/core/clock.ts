/** The time, passed in, so that nothing depends on the machine's. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** Milliseconds since some moment, for how long something takes: it never goes back, as a machine's clock may. */
export type Stopwatch = () => number;

export const systemStopwatch: Stopwatch = () => performance.now();
