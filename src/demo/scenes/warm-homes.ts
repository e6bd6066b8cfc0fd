import type { Scene } from "../script.ts";

export const warmHomes: Scene = {
  where: "warm",
  discussions: [
    {
      by: "lucy",
      at: "14d 12:10",
      title: "Letters about damp: do they ever get anyone rehoused?",
      text: "I write two or three letters a week to say that a home makes somebody's asthma worse. I have never had an answer. Are they read? Is there a sentence that would make them useful?",
      likes: ["yusuf"],
      comments: [
        {
          by: "marcus",
          at: "14d 15:20",
          text: `They are read, by me. What helps:

1. how often they were seen for it in twelve months
2. who in the home is affected, by age only
3. whether they may be visited

What does not help is "please rehouse". I cannot, but I can inspect within five days if the landlord is private.`,
          replies: [
            {
              by: "lucy",
              at: "13d 13:00",
              text: "In six years nobody has told me that. I will change the template today.",
              likes: ["marcus"],
            },
          ],
        },
        {
          by: "yusuf",
          at: "12d 17:10",
          text: "Please ask before you write. One family lost the flat after an inspection. They would do it again, they said, but they would have liked to choose the month.",
        },
        {
          by: "marcus",
          at: "11d 09:00",
          text: 'That is a fair and hard point. The new template asks "may we visit, and when not?"',
          likes: ["yusuf"],
        },
      ],
    },
    {
      by: "marcus",
      at: "9d 10:15",
      title: "Boilers on prescription: six homes, first winter",
      text: "Six homes got a boiler after a referral from general practice. Gas bills fell, living rooms went from 15 to 19 degrees, and four of six had no steroid course this winter against two of six the winter before. Six is six. I would like to do sixty, and I need somebody to tell me how to count properly.",
      comments: [
        {
          by: "bea",
          at: "9d 11:50",
          text: "Sixty will not show a difference in admissions, so do not promise one. It could show a difference in prescriptions, if you choose a comparison before you start. I have a free afternoon next week.",
          likes: ["marcus"],
        },
        {
          by: "gareth",
          at: "8d 14:00",
          text: "Could you count walking? People in warm rooms get out of the chair. Ours do.",
          replies: [
            { by: "bea", at: "8d 15:20", text: "How would you measure that without a gadget?" },
            {
              by: "gareth",
              at: "7d 16:40",
              text: "Sit to stand, thirty seconds, at the visit. Costs a chair.",
              likes: ["bea", "marcus"],
            },
          ],
        },
      ],
    },
    {
      by: "owen",
      at: "5d 11:30",
      title: "Sensors for damp: what happens to the readings?",
      text: "A supplier offers 200 sensors free for a year. Before I say yes: who looks at the readings, who may, and what do we do on the day a tenant asks us to take it away?",
      likes: ["grace"],
      comments: [
        {
          by: "grace",
          at: "5d 13:20",
          text: "And who finds out from a sensor how many people sleep in the room? That is what my families will ask first.",
          likes: ["yusuf", "owen"],
        },
        {
          by: "marcus",
          at: "4d 09:40",
          text: "I would take twenty, for homes in which we repair anyway, off again when the repair is done. Two hundred readings without a repair is surveillance with a nice chart.",
          likes: ["grace", "yusuf"],
        },
        {
          by: "owen",
          at: "3d 16:00",
          text: 'Twenty, then, with an end date on the box. I will write to the supplier. I expect that "free" will turn out to mean two hundred.',
        },
      ],
    },
    {
      by: "daniel",
      at: "2d 20:15",
      title: "Sent home to a cold flat: who asks?",
      text: "We treat the chest and send the person back to eleven degrees. I would ask about heating if I knew what to do with the answer. What do I do with the answer?",
      likes: ["lucy", "gareth"],
      comments: [
        {
          by: "yusuf",
          at: "1d 09:50",
          text: "Ring us. Blankets and a heater the same day, the rest within a week. The number is on the back of the discharge checklist, under the fold.",
          likes: ["daniel", "marcus"],
        },
        {
          by: "daniel",
          at: "4h",
          text: "It is indeed under the fold. I have asked for it to move to the front. Thank you.",
          likes: ["yusuf"],
        },
      ],
    },
  ],
};
