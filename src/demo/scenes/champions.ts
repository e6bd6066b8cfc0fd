import type { Scene } from "../script.ts";

export const champions: Scene = {
  where: "champions",
  discussions: [
    {
      by: "tom",
      at: "3d 10:40",
      title: "Template: a welcome that new members read",
      text: `Of 50 new members, 9 opened our old welcome, and it had seven links. This is the new one:

> Hello, and welcome. People here are asking about **[the question of the week]** at the moment. If you know one thing about it, say it there. If not, tell us in one line what brought you.

One link. 31 of the next 50 opened it, 17 wrote something.`,
      likes: ["priya", "helen"],
      comments: [
        {
          by: "owen",
          at: "2d 09:30",
          text: "Who chooses the question of the week? Ours would be the same one until Easter.",
          likes: ["helen"],
        },
        {
          by: "tom",
          at: "1d 15:10",
          text: "Whichever had most people in it on Friday. I choose by hand only if that was the car park.",
          likes: ["owen", "priya"],
        },
      ],
    },
    {
      by: "priya",
      at: "12d 16:20",
      title: "Readers are members too",
      text: "Somebody told me yesterday that she has never written a line here, and has changed her ward's handover because of what she read. We report *active members* every month, and she is not one. What would you count instead?",
      likes: ["tom"],
      comments: [
        {
          by: "imran",
          at: "12d 17:45",
          text: "I would count nothing that makes people write for the sake of it. We had a badge for ten posts once. We got tens of posts.",
        },
        {
          by: "bea",
          at: "11d 09:15",
          text: "Organisations reached, and stories like that one. The first is a number, the second is why.",
          likes: ["priya"],
          replies: [
            { by: "priya", at: "11d 10:00", text: "Stories it is. I will ask her whether I may tell hers." },
          ],
        },
        {
          by: "yusuf",
          at: "10d 18:30",
          text: "In our groups the quiet ones make the tea. I would not run a group without them.",
        },
      ],
    },
    {
      by: "imran",
      at: "16d 14:00",
      title: "Moving from the old platform: what we left behind on purpose",
      text: "We had 140 workspaces. 38 had seen a visitor this year. We moved 22, archived the rest as one folder of files, and told every owner twice. Three complained. Two of them had forgotten that they had one.",
      likes: ["tom"],
      comments: [
        {
          by: "helen",
          at: "16d 16:10",
          text: "I was the third. We got ours back within a day, so no hard feelings.",
        },
        {
          by: "owen",
          at: "15d 11:20",
          text: "Did anybody ask for something out of the archive since?",
          replies: [
            {
              by: "imran",
              at: "15d 12:00",
              text: "Four requests in five months. Each took ten minutes.",
              likes: ["owen"],
            },
          ],
        },
      ],
    },
    {
      by: "helen",
      at: "9d 12:30",
      title: "When a discussion gets heated",
      text: "Two people I respect went for each other in one of my workspaces last week, politely, in front of everybody. I did nothing for a day. What would you have done?",
      comments: [
        {
          by: "tom",
          at: "9d 14:15",
          text: "Rung both. Then written one line that says what they agree on. Locking it looks like tidying up, and feels like being sent to bed.",
        },
        {
          by: "priya",
          at: "8d 09:10",
          text: "I waited a day once, and it was the right day: a third person answered better than I could have. I think waiting is fine as long as you are *reading*.",
          likes: ["helen"],
        },
        {
          by: "helen",
          at: "7d 08:40",
          text: "I rang both. They had been on the phone to each other already, laughing. So the day was not wasted.",
        },
      ],
    },
  ],
};
