import type { Scene } from "../script.ts";

export const teams: Scene = {
  where: "teams",
  discussions: [
    {
      by: "ellen",
      at: "19d 10:00",
      pinned: "19d 10:10",
      title: "What we stopped doing",
      text: `A list, kept up by whoever stops something.

- The second assessment at home within a week of the first one. Nobody could say who read it.
- The Tuesday meeting about the Thursday meeting.
- Sending people a letter to say that somebody will ring.

Add yours, and say what happened after. *Nothing* is a good answer.`,
      likes: ["fiona"],
      comments: [
        {
          by: "nadia",
          at: "18d 12:20",
          text: "Measuring chairs on the second visit. We ask for a photograph with a cereal packet in it. Nothing happened after, except that I have Wednesdays.",
        },
        { by: "lucy", at: "16d 13:00", text: "Faxing. I am told there was still one.", likes: ["ellen"] },
        {
          by: "grace",
          at: "11d 09:30",
          text: "Asking carers for their story at every contact. It is written down once, and they decide who reads it.",
        },
      ],
    },
    {
      by: "yusuf",
      at: "6d 16:30",
      title: "Thursday huddle in Millbrook: what came up",
      text: `Eleven people round the table, twenty minutes.

1. The lift at Weaver Court is out again. Four people on the upper floors cannot get to the clinic.
2. The lunch club has six places.
3. Nobody knew that the surgery's phones change to a new system on Monday.

Housing took the first, I took the second, and the third is a promise from the practice manager.`,
      likes: ["ellen", "marcus"],
      comments: [
        {
          by: "marcus",
          at: "5d 09:10",
          text: "Lift: the engineer comes on Monday. In the meantime the clinic will visit the four at home, thanks to {nadia}.",
          likes: ["yusuf", "ellen"],
        },
        {
          by: "nadia",
          at: "5d 10:00",
          text: "Three of the four. The fourth took the stairs to show me that she can. She can.",
          likes: ["yusuf"],
        },
        {
          by: "marcus",
          at: "3h",
          text: "The lift works. I have asked for the list of repairs of the last two years, because this is the fifth.",
          likes: ["yusuf", "nadia"],
        },
      ],
    },
    {
      by: "fiona",
      at: "13d 11:40",
      title: "One front door, four referral forms",
      text: "The front door is open. Behind it are four forms, and three of them ask for the next of kin in a different place. Could we agree on the first ten lines, and leave each service its own second page?",
      likes: ["nadia"],
      comments: [
        {
          by: "kofi",
          at: "13d 14:15",
          text: "Ten lines, yes. I fill in all four for one person about twice a day.",
        },
        {
          by: "lucy",
          at: "12d 12:55",
          text: "As long as it comes out of our system by itself. The tenth line that I have to type is the line that stays empty.",
          replies: [
            { by: "fiona", at: "12d 15:45", text: "Which of the ten could your system not fill in?" },
            {
              by: "lucy",
              at: "11d 13:10",
              text: '"Who holds the key" and "what matters to the person". So the two that matter.',
              likes: ["fiona"],
            },
          ],
        },
      ],
    },
    {
      by: "nadia",
      at: "10d 09:00",
      title: "Sharing a rota with the district nurses",
      text: "Last Tuesday three of us visited the same street within an hour, and on Thursday none of us did. We would like to see one another's rota. Not change it, see it.",
      comments: [
        {
          by: "priya",
          at: "10d 12:10",
          text: "Harbour shows theirs as a page without names: street, service, half day. It took the information governance team one afternoon to agree, because there was nothing in it.",
        },
        {
          by: "samir",
          at: "8d 10:30",
          text: "We would join with the falls visits. Half days are enough for us.",
          likes: ["nadia"],
        },
        {
          by: "nadia",
          at: "5h",
          text: "First week of a shared page, Millbrook only: seven visits moved, two dropped, nobody hurt. The nurses asked for Saltmarsh too.",
          likes: ["priya", "samir"],
        },
      ],
    },
    {
      by: "kofi",
      at: "15d 08:30",
      title: "Test log: a call on day two instead of day seven",
      text: `**We believe** that a call on day two finds what a call on day seven finds too late.

**We will** ring 60 people on day two, and the next 60 on day seven as now.

**We will know** by counting what the call found that needed somebody to act, and how many came back within 14 days.

**We will stop** if day two takes longer than 12 minutes on average.`,
      comments: [
        {
          by: "ellen",
          at: "15d 10:20",
          text: "Who rings? If it is the ward, people are polite. If it is Yusuf, they tell the truth.",
          likes: ["yusuf"],
        },
        {
          by: "kofi",
          at: "8d 16:00",
          text: "Halfway: 31 calls on day two, 14 found something, mostly tablets. On day seven it was 30 calls and 6. Average 9 minutes. I know that it is early.",
          replies: [
            {
              by: "priya",
              at: "8d 17:15",
              text: "It is early, and the groups differ: your first 31 came home before the bank holiday. Keep going to 60 before you tell anybody with a budget.",
              likes: ["kofi"],
            },
            {
              by: "kofi",
              at: "7d 08:10",
              text: "Fair. My manager has read this page already, though.",
            },
          ],
        },
      ],
    },
    {
      by: "grace",
      at: "3d 11:10",
      title: "Nine perching stools",
      text: "Left over when the store moved. All are *checked* and have their rubber feet. Collect them, or take a few for somebody on your way.",
      proposal: { purpose: "offer", quantity: 9, inDays: 21, place: "Community store, Millbrook" },
      comments: [{ by: "nadia", at: "2d 09:15", text: "Four for us, please. I drive past on Thursday." }],
    },
    {
      by: "yusuf",
      at: "2d 15:40",
      title: "A letter in plain words that says who will ring",
      text: "Ours takes two pages to say it. Has somebody one that fits on a card?",
      proposal: { purpose: "request" },
    },
  ],
};
