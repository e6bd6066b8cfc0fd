import type { Workspace } from "../script.ts";

const sepsisPage = `## What we are after

Recognise sepsis early, treat it within the hour, on every ward and at every time of day. We share what shortened the time from first sign to antibiotic, **and what did not work**.

## How we work

- One question a discussion. Say what you tried, how you measured it, and what happened.
- Numbers with their denominators, please.
- No patient details. If a story needs them, it is not a story for here.

## Every month

A lunchtime call on the first Thursday. Whoever asked the question that moved most people brings the next one.`;

const fallsPage = `We meet here between the quarterly reviews of falls in Southmere's hospitals and care homes.

1. **Post-fall debriefs** go into the pinned discussion within 24 hours.
2. **Ideas to test** get a discussion of their own: what, where, for how long, what would make us stop.
3. **Questions** are always welcome. There are no beginners' questions about gravity.`;

const teamsPage = `## Small teams around people, not around buildings

Three neighbourhoods (Millbrook, Saltmarsh, Eastcliff) try things for six weeks at a time. We write down what we expected before we start.

**This round:** calls on day two after discharge; one referral form; a shared rota with the district nurses.

Anybody may read. If your neighbourhood tries something similar, tell us how it went. We would rather copy than invent.`;

export const workspaces = {
  sepsis: {
    home: "north",
    handle: "sepsis-network",
    name: "Sepsis Improvement Network",
    level: "open",
    purpose: "Recognise and treat sepsis within the hour, on every ward.",
    page: sepsisPage,
    manager: "amara",
    also: ["tom"],
    created: "36d 09:00",
    members: [
      { who: "helen", at: "36d 10:00" },
      { who: "ruth", at: "35d 11:00" },
      { who: "daniel", at: "34d 13:00" },
      { who: "sunita", at: "34d 15:00" },
      { who: "tom", at: "33d 09:30" },
      { who: "priya", at: "33d 10:00" },
      { who: "joseph", at: "32d 20:00" },
      { who: "gwen", at: "31d 22:10" },
      { who: "lucy", at: "30d 12:40" },
      { who: "fiona", at: "12d 09:15" },
    ],
  },
  discharge: {
    home: "north",
    handle: "discharge-board",
    name: "Discharge Improvement Board",
    level: "restricted",
    purpose:
      "The board that decides together how people leave North Shore's hospitals: Trust, council, primary care.",
    page: "We decide here between meetings. Papers come on Mondays, decisions close on Fridays at noon. Members are named by their organisations; if you think you should be one, ask.",
    manager: "margaret",
    created: "35d 09:00",
    members: [
      { who: "kofi", at: "34d 09:00", reason: "I run the discharge lounge." },
      { who: "amara", at: "34d 10:00", reason: "For acute medicine." },
      {
        who: "ellen",
        at: "33d 11:00",
        reason: "Reablement, for Lakeside Council.",
        answer: "Welcome, Ellen. Papers for Monday are pinned.",
      },
      { who: "fiona", at: "32d 14:00", reason: "Hospital social work team." },
      { who: "lucy", at: "31d 12:00", reason: "For the practices in Saltmarsh and Millbrook." },
    ],
    asking: [
      {
        who: "yusuf",
        at: "5h",
        reason:
          "Half of the people you discharge to Millbrook meet us before they meet anybody else. I can bring what they tell us, without names.",
      },
    ],
    declined: [
      {
        who: "bea",
        at: "10d 10:00",
        reason: "I would like to use the figures for the system's dashboard.",
        answer:
          "The figures go to your team every Tuesday already. For the board we keep to one member a partner.",
      },
    ],
  },
  falls: {
    home: "south",
    handle: "falls-prevention",
    name: "Falls Prevention Southmere",
    level: "restricted",
    purpose: "Fewer falls with harm in Southmere's hospitals and care homes, without keeping anybody in bed.",
    page: fallsPage,
    manager: "priya",
    also: ["samir"],
    created: "35d 10:00",
    members: [
      { who: "samir", at: "34d 09:00", reason: "Falls lead." },
      { who: "bea", at: "34d 10:00", reason: "I do the numbers." },
      { who: "joseph", at: "33d 08:00", reason: "Ward 4 has the most falls and the most ideas." },
      {
        who: "helen",
        at: "30d 09:00",
        reason: "Falls lead at North Shore. We should stop collecting the same data twice.",
        answer: "Could not agree more. Welcome.",
      },
      { who: "ellen", at: "29d 10:00", reason: "Reablement sees people the week after." },
    ],
    asking: [
      {
        who: "gareth",
        at: "70m",
        reason: "I run the strength classes at Harbour, and people ask me what happens on the wards.",
      },
      {
        who: "nadia",
        at: "60m",
        reason:
          "I do the home visits in Millbrook after a fall. I would like to hear what you find before I go.",
      },
    ],
  },
  champions: {
    home: "south",
    handle: "champions",
    name: "Champions",
    level: "open",
    purpose: "For everybody who looks after a workspace: what makes people come back.",
    page: "You look after a community? You are in the right place. Bring what worked, what fell flat, and the message you did not know how to answer.",
    manager: "tom",
    created: "34d 10:00",
    members: [
      { who: "priya", at: "33d 12:00" },
      { who: "bea", at: "33d 13:00" },
      { who: "imran", at: "30d 10:00" },
      { who: "helen", at: "29d 10:00" },
      { who: "owen", at: "28d 10:00" },
      { who: "yusuf", at: "27d 16:00" },
    ],
  },
  teams: {
    home: "lake",
    handle: "neighbourhood-teams",
    name: "Neighbourhood Teams Lab",
    level: "open",
    purpose: "Small teams around people: what three neighbourhoods try, six weeks at a time.",
    page: teamsPage,
    manager: "ellen",
    created: "36d 11:00",
    members: [
      { who: "fiona", at: "35d 09:00" },
      { who: "nadia", at: "35d 10:00" },
      { who: "yusuf", at: "34d 11:00" },
      { who: "grace", at: "34d 12:00" },
      { who: "marcus", at: "33d 12:00" },
      { who: "priya", at: "31d 09:00" },
      { who: "lucy", at: "31d 13:00" },
      { who: "kofi", at: "30d 14:00" },
      { who: "samir", at: "9d 09:20" },
    ],
  },
  warm: {
    home: "lake",
    handle: "warm-homes",
    name: "Warm Homes and Lungs",
    level: "open",
    purpose:
      "Cold and damp homes make people ill. Housing, general practice and charities mend them together.",
    page: "Housing officers know the homes, practices know the lungs, charities know who opens the door. We put the three together, street by street.",
    manager: "marcus",
    created: "33d 15:00",
    members: [
      { who: "yusuf", at: "32d 10:00" },
      { who: "grace", at: "32d 11:00" },
      { who: "owen", at: "31d 10:00" },
      { who: "lucy", at: "28d 12:00" },
      { who: "gareth", at: "27d 10:00" },
      { who: "bea", at: "26d 10:00" },
      { who: "daniel", at: "25d 19:00" },
    ],
  },
} satisfies Record<string, Workspace>;

export type Where = keyof typeof workspaces;
