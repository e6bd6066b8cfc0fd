import type { Scene } from "../script.ts";

export const nightShift: Scene = {
  where: "sepsis",
  discussions: [
    {
      by: "joseph",
      at: "2d 14:20",
      title: "Night-shift screening: what made it stick?",
      text: `We screen well by day and badly at night. Our audit of 120 admissions in September found the score missing in 41% of those who came in between 22:00 and 06:00.

Has anyone got this to stick without adding a form? We tried a sticker on the observation chart; it lasted three weeks.`,
      likes: ["priya", "helen", "gwen", "amara", "ruth", "lucy"],
      comments: [
        {
          by: "daniel",
          at: "2d 21:35",
          text: "From the junior end: at night there is one of me for four wards. If the screen is a job for the doctor, it waits for the doctor. Whatever you do, do not put it on the clerking form.",
          likes: ["gwen", "joseph"],
        },
        {
          by: "amara",
          at: "1d 08:12",
          text: `What worked for us was moving it, not adding it. The 02:00 huddle already looks at every patient with a rising score, so the screen became its first line.

Completion went from 58% to 93% in six weeks, and stayed. What we did:

- the nurse in charge reads out the scores, nobody fills in anything beforehand
- one line in the huddle book: time, bed, *screen yes or no*, who goes
- the site practitioner signs the page, so somebody outside the ward sees an empty one`,
          likes: ["joseph", "priya", "gwen", "helen", "sunita", "tom", "lucy", "ruth"],
          replies: [
            {
              by: "priya",
              at: "1d 09:05",
              text: "We adopted this on two wards in October. The huddle had to move to 01:30 for our breaks. Happy to share the script. Week three was the dip: the two people who had been at the training were both on leave.",
              likes: ["amara", "joseph", "gwen"],
              replies: [
                {
                  by: "gwen",
                  at: "12m",
                  text: "We put the question to the person who brings the bloods. It is one more minute, once. They are on every ward at 02:00 anyway, and they are the only ones who are.",
                  likes: ["joseph"],
                },
              ],
            },
            {
              by: "ruth",
              at: "1d 12:40",
              text: "Did the number of false alarms change? We saw more cultures taken and no more positives in the first month, and I would like to know whether that settles.",
              likes: ["helen"],
            },
            {
              by: "amara",
              at: "1d 16:55",
              text: "{ruth} it settled after about eight weeks. Cultures rose by a third, then came back to a tenth above where we had been. I can bring the chart on Thursday.",
              likes: ["ruth", "priya"],
            },
          ],
        },
        {
          by: "helen",
          at: "1d 10:30",
          text: "I will be the awkward one. The huddle works where there *is* a huddle. On our two smallest wards there are two registered nurses at night, and a huddle of two is a conversation at the sink. There we put the question into the handover at 20:30 and accepted that we miss the ones who turn at three.",
          likes: ["daniel", "sunita"],
          replies: [
            {
              by: "joseph",
              at: "1d 13:15",
              text: "That is us on Ward 4. Do you know how many you miss?",
            },
            {
              by: "helen",
              at: "5h",
              text: "I went and counted. Of 36 who deteriorated at night since June, 9 had no screen within the hour. With the huddle wards it is 4 of 61. So it is not nothing.",
              likes: ["joseph", "priya"],
            },
          ],
        },
        {
          by: "sunita",
          at: "4h",
          text: 'May I add the view from the bed? I was awake. I knew something was wrong an hour before anybody asked me. Whoever does the screen: the question *"do you feel worse than this evening?"* costs nothing.',
          likes: ["amara", "helen", "priya", "gwen", "joseph", "daniel"],
        },
      ],
    },
  ],
};
