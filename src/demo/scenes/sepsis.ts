import type { Scene } from "../script.ts";

export const sepsis: Scene = {
  where: "sepsis",
  discussions: [
    {
      by: "amara",
      at: "4d 11:20",
      title: "Learning session 3: the first ten minutes",
      text: "Bring your chart of times from *first sign* to *antibiotic*, and one thing that you stopped doing. Each ward has five minutes; we spend the rest on the one that surprises us most.",
      event: {
        inDays: 12,
        from: "14:00",
        to: "15:30",
        place: "Seminar room 2, North Shore General",
        link: "https://meet.example/sepsis-learning-session-3",
        coming: ["helen", "priya", "gwen", "fiona"],
      },
      likes: ["priya"],
      comments: [
        {
          by: "gwen",
          at: "3d 21:40",
          text: "I am on nights that week and come by video. Could the wards with night figures go first?",
        },
      ],
    },
    {
      by: "priya",
      at: "9d 13:10",
      title: "How we time the first antibiotic",
      text: `So that our charts can be laid side by side, we all count the same way.

1. **From** the first set of observations that scores 5 or more, not from the time somebody noticed.
2. **To** the moment the infusion runs, not the prescription.
3. Who dies or is transferred within the hour is counted, and marked.

Small wards add up four weeks before they look at a median.`,
      page: true,
      likes: ["amara", "helen"],
    },
    {
      by: "helen",
      at: "8d 15:30",
      title: "Score sheet for the 02:00 huddle",
      text: "What we hang beside the board. Change the names, keep the order.",
      sheet: [
        "Who is here: nurse in charge, site practitioner, junior doctor by phone",
        "",
        "1. Everybody with a score of 5 or more, by bed",
        "2. Who goes, and when they are back",
        "3. Bloods taken? Antibiotic running? Write the time",
        "4. What changed since the last huddle",
        "5. One thing to stop doing tonight",
      ],
      likes: ["gwen"],
      comments: [
        {
          by: "gwen",
          at: "7d 06:50",
          text: "Used it on two nights. We moved point 4 to the front, because it empties the list.",
        },
      ],
    },
    {
      by: "amara",
      at: "21d 09:10",
      pinned: "21d 09:20",
      locked: "19d 17:00",
      title: "Start here: what this network is for",
      text: `Welcome. Two hundred wards have the same six things to do in the same hour, and each of us works out alone why it does not happen.

Before you ask, say three things: **what you have tried, how you know, what you would stop doing.** Before you answer, say where you work, because a ward of 12 is not an assessment unit.

Questions about a single patient belong with your own sepsis team, not here.`,
      likes: ["helen"],
      comments: [
        {
          by: "sunita",
          at: "20d 18:20",
          text: "Thank you for the last sentence, and for letting patients read along.",
        },
      ],
    },
    {
      by: "amara",
      at: "6d 08:45",
      title: "Case study: the 02:00 huddle",
      text: `**Problem.** Between midnight and six, a rising score was acted on after 94 minutes on average.

**What we did.** Ten minutes at 02:00: nurse in charge, site practitioner, junior doctor by phone. Everybody with a score of 5 or more is named, and somebody goes.

**Measures.** Time from trigger to antibiotic, median by week. 94 minutes before, 51 after eight weeks. Cardiac arrest calls at night: too few to say anything.

**What went wrong.** The phone. For three weeks nobody could hear the doctor.`,
      likes: ["priya", "helen"],
      comments: [
        {
          by: "joseph",
          at: "6d 11:30",
          text: "Who covers the bays during the ten minutes? We have tried this, and the falls went up.",
          likes: ["priya"],
          replies: [
            {
              by: "amara",
              at: "6d 13:05",
              text: "The healthcare assistants stay out of it and stay in the bays. They tell the nurse in charge beforehand whom they worry about, and that turned out to be the best part.",
              likes: ["joseph", "gwen"],
            },
          ],
        },
        {
          by: "ruth",
          at: "5d 09:20",
          text: "A median hides the long ones. Could you show how many waited more than two hours?",
          replies: [
            {
              by: "amara",
              at: "5d 17:50",
              text: "19 of 140 before, 6 of 133 after. The six are nearly all people whose line had to be put in by somebody else.",
            },
            {
              by: "ruth",
              at: "4d 08:30",
              text: "That is the number I would lead with.",
              likes: ["amara", "helen"],
            },
          ],
        },
        {
          by: "priya",
          at: "4d 10:15",
          text: "We are adopting this in Southmere, on Wards 4 and 7 at Harbour. Our adaptation: 01:30, and the phone is a speaker from the catering trolley. {joseph} has the photograph.",
          likes: ["amara", "joseph"],
        },
        {
          by: "helen",
          at: "2d 15:30",
          text: "Eastcliff starts on Monday. We will count the same things in the same way, so that there is something to compare.",
        },
        {
          by: "amara",
          at: "1d 16:20",
          text: "Then let us agree on the start of the clock before Monday, or we compare two different hours. See Ruth's discussion.",
          likes: ["helen"],
        },
      ],
    },
    {
      by: "ruth",
      at: "17d 11:00",
      title: "Antibiotics within the hour: are we measuring the right hour?",
      text: "Eastcliff starts the clock at the first high score, North Shore General at the decision to treat. The same ward round gives 48% with the one and 81% with the other. We publish both in the same table. I think we should publish neither until we agree.",
      likes: ["helen"],
      comments: [
        {
          by: "helen",
          at: "17d 14:20",
          text: "First high score. Anything later rewards the ward that decides slowly.",
        },
        {
          by: "daniel",
          at: "16d 20:10",
          text: "I disagree. Half of the high scores are somebody who has just walked to the toilet. If the clock starts there, we will give antibiotics to people who need a chair.",
          likes: ["joseph"],
          replies: [
            {
              by: "ruth",
              at: "15d 09:00",
              text: "Stewardship agrees with you, and the coroner agrees with Helen. That is the difficulty.",
            },
            {
              by: "lucy",
              at: "14d 13:20",
              text: "Two clocks then, both shown, never added up? The gap between them is the interesting part: it is how long we take to think.",
              likes: ["ruth"],
            },
          ],
        },
        {
          by: "priya",
          at: "9d 10:05",
          text: "In Southmere we would go with Lucy's two clocks. One chart, two lines.",
        },
        {
          by: "tom",
          at: "7d 16:40",
          text: "It looks as though nobody objects to two lines any more. {ruth} would you write down the definition, and we pin it?",
          replies: [
            {
              by: "ruth",
              at: "3h",
              text: "Written: *first score of 5 or more, or 3 in one parameter*, and *time of the prescription*. Shout before Friday, then it goes to both analysts.",
              likes: ["tom", "helen"],
            },
          ],
        },
      ],
    },
    {
      by: "daniel",
      at: "13d 21:00",
      title: "Does a score of 5 call too often on frailty wards?",
      text: "Last week I was called eleven times in one night to people whose score of 5 was their ordinary Tuesday: a pacemaker, home oxygen and confusion that was there at Christmas. I went eleven times. By the ninth I was not thinking very hard, and that is the risk.",
      likes: ["joseph"],
      comments: [
        {
          by: "gwen",
          at: "13d 23:40",
          text: "Thank you for saying the thing about the ninth. We agreed personal thresholds with the frailty consultants: written on the front sheet, reviewed every 72 hours, signed. Calls went down by half.",
          replies: [
            {
              by: "amara",
              at: "12d 08:20",
              text: "I am nervous about thresholds that outlive the reason for them. What happens at 72 hours if nobody reviews?",
              likes: ["helen"],
            },
            {
              by: "gwen",
              at: "12d 22:05",
              text: "It goes back to 5 by itself. The default is the loud one.",
            },
          ],
        },
        {
          by: "sunita",
          at: "11d 10:00",
          text: "Is the person, or their daughter, asked what their ordinary Tuesday is? They will know.",
          likes: ["gwen"],
        },
        {
          by: "daniel",
          at: "4h",
          text: "Update: our frailty ward starts Gwen's front sheet next week. First line: *what is usual for you?*",
          likes: ["gwen"],
        },
      ],
    },
  ],
};
