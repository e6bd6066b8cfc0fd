export { takeCounts, tallyPolls } from "./counting.ts";
export { noPoll, pollFieldId, sentPoll, type WrittenPoll } from "./form.ts";
export { type PollElsewhere, type PollInput, pollInput } from "./input.ts";
export { forgetPolls, type GivenPoll, setPoll } from "./posting.ts";
export { pollsOf, type PollShown, type StoredPoll, storedPolls } from "./queries.ts";
export { routes, unansweredIn } from "./routes.ts";
export { hasEnded, longestOption, longestPoll, mostOptions, shortestPoll, totalsShown } from "./rules.ts";
export { castVotes, type CastVotes, countVote, type CountVote } from "./voting.ts";
