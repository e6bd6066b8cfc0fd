import type { Scene } from "../script.ts";

export const sepsisOnWards: Scene = {
  where: "sepsis",
  discussions: [
    {
      by: "helen",
      at: "15d 09:30",
      locked: "9d 17:30",
      title: "Run chart, April to October: read the small print",
      text: "The chart is up. Please do not quote the jump in July: that is the month in which Eastcliff joined, not a month in which anything got better. There are seven points above the median since August, and that one is real.",
      likes: ["ruth"],
      comments: [
        {
          by: "joseph",
          at: "15d 12:10",
          text: "Could each site have its own line? A median of two hospitals is true of neither.",
          replies: [
            {
              by: "helen",
              at: "14d 09:15",
              text: "Done, second page. Eastcliff has only eleven points, so keep the champagne shut.",
            },
          ],
        },
        {
          by: "tom",
          at: "10d 11:00",
          text: 'I have had three people ask me for "the July figure" for their slides. It is out there already.',
          likes: ["helen"],
        },
        {
          by: "helen",
          at: "9d 17:20",
          text: "Version 2 replaces it, without July. I am closing this one, so that nobody quotes from it.",
        },
      ],
    },
    {
      by: "gwen",
      at: "10d 02:40",
      title: "Lactate at the bedside: who keeps the machine alive?",
      text: "We have a point-of-care machine. It is locked out for a missed quality check about one night in four, always after midnight, always when it is needed. Who does the check where you are?",
      comments: [
        {
          by: "ruth",
          at: "10d 09:45",
          text: "Pathology own ours and do the check at 06:00 and 18:00. It cost us one argument about a budget code and has worked since.",
        },
        {
          by: "daniel",
          at: "10d 19:20",
          text: "Eastcliff: whoever finds it locked. So, me.",
          likes: ["gwen"],
        },
        {
          by: "joseph",
          at: "9d 07:50",
          text: "We have asked pathology for Ruth's arrangement. The answer is a form. I will report back.",
        },
      ],
    },
    {
      by: "lucy",
      at: "8d 13:10",
      title: "Before the ambulance: what should a GP write down?",
      text: "When I send somebody in with suspected sepsis, I phone, I give a set of observations and I write a letter. I am told that the letter arrives the next day. What would you like to have on one line, in the hand of the paramedic?",
      comments: [
        {
          by: "daniel",
          at: "8d 19:40",
          text: "Time you first saw them, the score at that time, allergies, and *what worried you*. The last is the one I act on.",
          likes: ["lucy"],
        },
        {
          by: "amara",
          at: "7d 08:00",
          text: "And whether they have had a dose already. Twice this year we gave a second one.",
        },
        {
          by: "fiona",
          at: "6d 12:15",
          text: "Where I meet them: who is at home with them, and is there a key safe? It sounds small until somebody is ready to leave.",
          likes: ["lucy"],
        },
        {
          by: "lucy",
          at: "5h",
          text: "Here is the line we will try from Monday in three practices: **seen at, score, allergies, given, worried because, at home.** Six words, one sticker. Tear it apart, please.",
          likes: ["fiona", "priya"],
        },
      ],
    },
  ],
};
