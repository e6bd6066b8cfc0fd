import type { Scene } from "../script.ts";

export const falls: Scene = {
  where: "falls",
  discussions: [
    {
      by: "samir",
      at: "2d 10:20",
      title: "Six-month falls review: the slipper finding",
      text: `The review of April to September is done: 214 falls, 11 with harm. Most of it you know. One thing I did not expect: **in 62 of 214, the person wore the hospital's slip socks, and in 40 of those the socks were the wrong size.**

We order two sizes. People have more than two sizes of foot. Before anybody orders anything: is it the sock, or is the sock only a sign of somebody who came without a bag?`,
      likes: ["priya", "joseph"],
      comments: [
        {
          by: "joseph",
          at: "2d 16:30",
          text: "A sign, I would bet. On Ward 4 the ones in socks are the ones who came by ambulance at night with nothing. They are also the ones without glasses.",
          likes: ["samir", "priya"],
        },
        {
          by: "bea",
          at: "1d 11:10",
          text: "I can check part of that: mode of arrival is in the record, footwear is only in the debrief. Give me until Wednesday. 40 is a small number, so no percentages on slides, please.",
          likes: ["samir", "helen"],
        },
        {
          by: "helen",
          at: "3h",
          text: "We changed to five sizes last year. Falls in socks went down, falls did not. I would spend the money on the phone call that asks the family for shoes.",
          likes: ["joseph", "priya"],
          replies: [
            {
              by: "samir",
              at: "40m",
              text: "That is exactly the comparison I was missing, thank you. {priya} shall we test the phone call on Ward 4 for six weeks, and leave the socks alone?",
              likes: ["helen"],
            },
          ],
        },
      ],
    },
    {
      by: "priya",
      at: "18d 09:00",
      pinned: "18d 09:05",
      title: "Post-fall debriefs: within 24 hours, five questions",
      text: `1. What was the person trying to do?
2. What did they need for that, and where was it?
3. What did we do in the hour before?
4. What will be different on the next shift?
5. Who has told the family, and what did they say?

No names, no bed numbers, no dates of birth. If it takes longer than ten minutes, you are writing too much.`,
      likes: ["samir"],
      comments: [
        {
          by: "joseph",
          at: "17d 07:40",
          text: 'Question 1 is the best thing on this form. "Fell out of bed" became "was going to close the window" on the first day.',
        },
        {
          by: "ellen",
          at: "12d 09:30",
          text: "Could reablement see the answer to 4? We meet people the week after and start from nothing.",
          replies: [
            {
              by: "priya",
              at: "12d 12:00",
              text: "Yes. I will add it to the transfer sheet, and ask the information governance people first rather than last.",
              likes: ["ellen"],
            },
          ],
        },
      ],
    },
    {
      by: "helen",
      at: "11d 14:00",
      title: "Bay nursing or bed alarms?",
      text: "We have money for one of the two this winter. Alarms for 24 beds, or half a post so that somebody is always in the bay. I know what the salesman says.",
      comments: [
        {
          by: "samir",
          at: "11d 16:45",
          text: "The trials of alarms are disappointing: lots of noise, no fewer falls. I would not.",
        },
        {
          by: "joseph",
          at: "10d 08:20",
          text: "Half a post is a person who gets moved to another ward at 15:00 whenever somebody is off sick. Alarms do not get moved. I am not saying they work; I am saying the post is not real either.",
          likes: ["helen"],
          replies: [
            {
              by: "priya",
              at: "9d 11:30",
              text: 'Then the question is what it would take to make the post real. Ours is called "bay" on the rota and counts as a bay, not as a body. Matrons stopped taking it after a month.',
            },
            { by: "joseph", at: "9d 19:50", text: "I will believe it in February." },
          ],
        },
        {
          by: "ellen",
          at: "8d 10:10",
          text: "From the other side: people who come to us from wards with alarms have learned not to get up. That takes us two weeks to undo.",
          likes: ["samir"],
        },
        {
          by: "helen",
          at: "5h",
          text: 'Decided: the half post, written as "bay". {priya} may I steal your rota wording? If it has been eaten by February, Joseph may say so in public.',
          likes: ["joseph", "priya"],
        },
      ],
    },
    {
      by: "bea",
      at: "14d 11:20",
      title: "Falls per 1,000 bed days: which beds?",
      text: "I get three answers for the same month: 5.1, 5.8 and 6.6. The difference is whether the discharge lounge, the day unit and people on leave count as occupied beds. Which one do we mean?",
      comments: [
        {
          by: "helen",
          at: "14d 13:30",
          text: "North Shore: midnight census, no lounge, no day unit. Not because it is right, but because it is what we did last year.",
        },
        {
          by: "samir",
          at: "13d 09:20",
          text: "People fall in the lounge too. Leaving it out makes the lounge look safe.",
          likes: ["ellen"],
          replies: [
            {
              by: "bea",
              at: "13d 10:40",
              text: "Counting its falls and not its hours would be worse. Either both or neither.",
            },
          ],
        },
        {
          by: "priya",
          at: "10d 15:00",
          text: "Neither, for the comparison with North Shore. The lounge gets a count of its own, without a rate. Thank you, Beatrice.",
          likes: ["bea"],
        },
      ],
    },
    {
      by: "ellen",
      at: "7d 09:45",
      title: "Strength classes: who pays after week 12?",
      text: "Twelve weeks are paid for. At week 13 the same eight people stand in front of the same hall with their coats on. The benefit needs a year. Has anybody found the other forty weeks?",
      comments: [
        {
          by: "samir",
          at: "7d 12:30",
          text: "Saltmarsh has a leisure centre that lets the group stay for three pounds a head, if one of them does the register. It depends on one receptionist, so I would not call it a model.",
        },
        {
          by: "priya",
          at: "6d 17:00",
          text: "I can put a price on a broken hip, if that helps to move a budget. It rarely does, but it does make people quiet.",
          likes: ["ellen", "helen"],
        },
        { by: "ellen", at: "3d 08:50", text: "Please do. Public health meet on the 9th." },
      ],
    },
  ],
};
