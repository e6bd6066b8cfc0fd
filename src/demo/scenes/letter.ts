import type { Scene } from "../script.ts";

export const letter: Scene = {
  where: "teams",
  discussions: [
    {
      by: "ellen",
      at: "4d 09:15",
      title: "Who owns the discharge letter? Decide by Friday",
      text: `On the day somebody comes home, four of us look for the same letter: practice, district nurse, reablement, pharmacy. It is usually right, and usually somewhere else.

Three options:

- **A.** The ward owns it until somebody in the neighbourhood confirms that it was read.
- **B.** The practice owns it from the moment it arrives, wherever it arrives.
- **C.** The neighbourhood team has one inbox, and whoever is on duty owns what is in it.

I would like to decide by Friday noon and try it for six weeks.`,
      likes: ["fiona", "nadia", "lucy"],
      comments: [
        {
          by: "lucy",
          at: "4d 12:50",
          text: 'B describes what happens now, with the word "owns" added. Two of our practices get forty letters a day. I cannot say yes to that for them.',
          likes: ["fiona", "kofi"],
        },
        {
          by: "kofi",
          at: "4d 14:30",
          text: "A sounds fair and would double my evening. Who confirms? If nobody does, do I phone? Until when?",
          likes: ["lucy"],
          replies: [
            {
              by: "fiona",
              at: "4d 16:10",
              text: "Whoever is on duty in the neighbourhood, by noon the next day. If they have not, it is their lead's problem and not yours. That would have to be written down.",
              likes: ["kofi", "ellen"],
            },
            { by: "kofi", at: "3d 08:05", text: "With that sentence I could live with A." },
          ],
        },
        {
          by: "yusuf",
          at: "3d 10:20",
          text: "C, because it is the only one in which the person can ring somebody. At the moment they ring me.",
          likes: ["nadia", "grace", "ellen"],
        },
        {
          by: "nadia",
          at: "3d 13:40",
          text: "C needs somebody on duty on Saturdays. In Millbrook that is nobody.",
          likes: ["fiona"],
          replies: [
            {
              by: "yusuf",
              at: "3d 15:00",
              text: "Then let us begin with Monday to Friday and count what arrives on Saturday, instead of waiting until there is money for it.",
              likes: ["ellen", "priya", "nadia"],
            },
          ],
        },
        {
          by: "priya",
          at: "2d 09:30",
          text: "Southmere tried C in two places. It worked where the inbox had a *name* on the rota every day, and failed where it had a team. Same software, same training.",
          likes: ["ellen", "yusuf", "lucy"],
          replies: [
            { by: "lucy", at: "2d 13:05", text: "What happened on the days the named person was ill?" },
            {
              by: "priya",
              at: "1d 10:20",
              text: "The name moved to the next line, by seven in the morning, by hand. Somebody has to care about the rota; there is no way round that.",
              likes: ["lucy"],
            },
          ],
        },
        {
          by: "grace",
          at: "1d 11:45",
          text: "Whatever you choose, could the carer get a copy? They are the one who finds out on Sunday that the tablets are different.",
          likes: ["yusuf", "nadia", "ellen"],
        },
        {
          by: "fiona",
          at: "1d 15:30",
          text: "I count four for C with names, one for A, none for B, and nobody against the carer's copy.",
          likes: ["ellen"],
        },
        {
          by: "ellen",
          at: "2h",
          text: "Then I propose **C, Monday to Friday, one name a day, a copy for the carer**, from the first of the month, in Millbrook and Saltmarsh. {priya} would you tell us what your rota looked like? Objections until Friday noon, please, with what you would do instead.",
          likes: ["fiona", "yusuf", "nadia"],
        },
      ],
    },
  ],
};
