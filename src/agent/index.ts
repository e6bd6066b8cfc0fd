export { createAgent } from "./agent.ts";
export type { Agent, AgentOptions, AgentRequest, AgentResponse } from "./agent.ts";
export type { AgentProblem } from "./rules.ts";
