import type { Purpose } from "../../src/proposals/rules.ts";

/** How it is said of an offer, and of a request, that it does not stand any more, or does again. */
export interface ProposalWords {
  closed: string;
  /** On the buttons. */
  close: string;
  reopen: string;
  /** When it is done. */
  done: { yes: string; no: string };
}

export const proposalWords: Record<Purpose, ProposalWords> = {
  offer: {
    closed: "No longer available",
    close: "Mark as no longer available",
    reopen: "Make available again",
    done: { yes: "Marked as no longer available.", no: "It is available again." },
  },
  request: {
    closed: "No longer needed",
    close: "Mark as no longer needed",
    reopen: "Ask for it again",
    done: { yes: "Marked as no longer needed.", no: "It is asked for again." },
  },
};
